import type { IncomingMessage, ServerResponse } from 'node:http';

/** Most keys of a page (S3 API Reference, "ListObjectsV2"). */
const MAX_PAGE_SIZE = 1_000;

/** A simulated S3 bucket as far as a reader of log files sees it: ListObjectsV2 and GetObject, by path. */
export class Bucket {
  readonly objects = new Map<string, Uint8Array>();
  /** Prefixes that were listed, and keys that were read. */
  readonly listed: string[] = [];
  readonly read: string[] = [];
  /** Keys in a page. */
  pageSize = MAX_PAGE_SIZE;
  /** Calls that shall go wrong, taken one by one. */
  readonly faults: { readonly status: number; readonly code: string }[] = [];

  /** Answers a request for `/BUCKET?list-type=2…` or `/BUCKET/KEY`; gives whether it was one. */
  handle(request: IncomingMessage, response: ServerResponse): boolean {
    const url = new URL(request.url ?? '/', 'http://bucket');
    if (request.method !== 'GET') return false;
    const fault = this.faults.shift();
    if (fault) {
      respond(
        response,
        fault.status,
        `<Error><Code>${fault.code}</Code><Message>simulated</Message></Error>`,
      );
      return true;
    }
    const [, , ...key] = url.pathname.split('/').map(decodeURIComponent);
    if (url.searchParams.has('list-type')) this.#list(url.searchParams, response);
    else this.#get(key.join('/'), response);
    return true;
  }

  #list(query: URLSearchParams, response: ServerResponse): void {
    const prefix = query.get('prefix') ?? '';
    const delimiter = query.get('delimiter');
    this.listed.push(prefix);
    const after = query.get('continuation-token') ?? '';
    const all = [...this.objects.keys()].filter(key => key.startsWith(prefix) && key > after).toSorted();
    const folders = new Set<string>();
    const keys = all.filter(key => {
      const cut = delimiter ? key.indexOf(delimiter, prefix.length) : -1;
      if (cut !== -1) folders.add(key.slice(0, cut + 1));
      return cut === -1;
    });
    const page = keys.slice(0, Math.min(this.pageSize, Number(query.get('max-keys') ?? MAX_PAGE_SIZE)));
    const more = page.length < keys.length;
    respond(
      response,
      200,
      `<ListBucketResult><IsTruncated>${more}</IsTruncated>${more ? `<NextContinuationToken>${escape(page.at(-1) ?? '')}</NextContinuationToken>` : ''}${page
        .map(key => `<Contents><Key>${escape(key)}</Key></Contents>`)
        .join(
          '',
        )}${[...folders].map(folder => `<CommonPrefixes><Prefix>${escape(folder)}</Prefix></CommonPrefixes>`).join('')}</ListBucketResult>`,
    );
  }

  #get(key: string, response: ServerResponse): void {
    this.read.push(key);
    const body = this.objects.get(key);
    if (body) response.writeHead(200, { 'content-type': 'application/json' }).end(body);
    else respond(response, 404, '<Error><Code>NoSuchKey</Code><Message>simulated</Message></Error>');
  }
}

function respond(response: ServerResponse, status: number, xml: string): void {
  response
    .writeHead(status, { 'content-type': 'application/xml' })
    .end(`<?xml version="1.0" encoding="UTF-8"?>${xml}`);
}

function escape(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
