/** The words of AWS to those whose call it refuses (IAM User Guide, "Troubleshoot access denied error messages"). */
const NOT_AUTHORIZED =
  /["'`]?(?:an error occurred \([\w.]+\) when calling the \w+ operation(?: \([^)]*\))?:\s*)?user: (arn:[^\s"'`]+) is not authorized to perform: [\w-]+:(\w+)(?: on resource: (?:user |role |group )?[^\s"'`]+)?(?: (?:because|with an explicit)[^"'`?.]*)?["'`]?[.,]?/gi;
/** The words of the SDKs for any call that failed. */
const ERROR_OCCURRED =
  /["'`]?an error occurred \(([\w.]+)\) when calling the (\w+) operation(?: \([^)]*\))?(?::[^"'`?.\n]*\.?)?["'`]?/gi;

/** A text in which messages of AWS's tools stand as the pairs that find their calls: people paste what they were told and ask about it. Any other text as it is. */
export function readErrorMessage(text: string): string {
  return text
    .replace(NOT_AUTHORIZED, ' user:"$1" event:$2 outcome:denied . ')
    .replace(ERROR_OCCURRED, ' event:$2 errorcode:$1 . ');
}
