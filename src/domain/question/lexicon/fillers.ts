/** Words that carry no meaning of their own in a question. */
export const FILLERS: ReadonlySet<string> = new Set(
  `a an the this that these those my our your any some all every has have had was were is are be been being did does do done
  to of for on in at with and or please us my ever so then there it its tried try attempt attempts attempted trying happened happen event events thing things
  change changes anything everything something activity action actions operation operations people person someone anyone everyone whom cctrail from which own new
  recently just about time times thing one ones used been doing came come comes behind is calls hey hello hi team folks pls plz idea know tell you
  message messages somebody anybody -`.split(/\s+/),
);

/** Slips in words too short to be compared with others. */
export const TYPOS: ReadonlyMap<string, string> = new Map([
  ['form', 'from'],
  ['teh', 'the'],
  ['hte', 'the'],
  ['whoo', 'who'],
  ['whos', 'who'],
  ['waht', 'what'],
  ['whta', 'what'],
  ['wich', 'which'],
  ['wehn', 'when'],
]);

/** English words that are one slip from a noun or a verb of ours, and mean something else: they are never put right. */
export const REAL_WORDS: ReadonlySet<string> = new Set(
  `slack stock stick snack shack stark black block spice spade spare specs cable fable tonic tropic police polite instants train
  trial frail ticket tickets socket rocket market basket blanket bluster secrete sacred grouse quote quite
  ruler rulers rolls holes poles moles votes notes rates dates gates trade grade field yield world would could should scale scare stage
  state status stale board broad cloud clouds could loud message massage`.split(/\s+/),
);

/** Words that can't be the name of anybody or anything: with one of them unread, the question would mean something else. */
export const CONTENTLESS: ReadonlySet<string> = new Set(
  `not no never nobody none nothing why how if because but than while anyone anybody other others when where without outside inside
  unless instead only still yet already again twice once maybe probably except before after during until since near under over between
  afterwards earlier later soon currently pending active existing exist exists missing unused old safe allowed able supposed need needs
  should would could can will must may might shall cost costs more less most least many much few several both either neither each same
  different manually automatically accidentally successfully correctly morning afternoon evening night noon weekend today tomorrow
  week month year hour minute day days weeks months years hours minutes there here this that these those they them their his her its
  almost ever second third times weekends weekdays
  owner owners mistake accident purpose hand chance error behalf reason real sure permission permissions access tonight midnight mfa`.split(
    /\s+/,
  ),
);
