/** A reader of RFC 4180, strict: quotes only around whole fields, CRLF after every record. */
export function readCsv(text: string, delimiter = ','): readonly (readonly string[])[] {
  const records: string[][] = [];
  let at = 0;
  while (at < text.length) {
    const record: string[] = [];
    for (;;) {
      const [field, next] = text[at] === '"' ? quoted(text, at) : plain(text, at, delimiter);
      record.push(field);
      at = next + 1;
      if (text[next] === delimiter) continue;
      if (text.slice(next, next + 2) !== '\r\n') throw new Error(`no end of record at ${next}`);
      at = next + 2;
      break;
    }
    records.push(record);
  }
  return records;
}

function quoted(text: string, start: number): readonly [string, number] {
  let field = '';
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] !== '"') field += text[at];
    else if (text[at + 1] === '"') {
      field += '"';
      at += 1;
    } else return [field, at + 1];
  }
  throw new Error(`quote at ${start} is never closed`);
}

function plain(text: string, start: number, delimiter: string): readonly [string, number] {
  let at = start;
  while (at < text.length && text[at] !== delimiter && text[at] !== '\r' && text[at] !== '\n') {
    if (text[at] === '"') throw new Error(`bare quote at ${at}`);
    at += 1;
  }
  return [text.slice(start, at), at];
}
