/** The cells of one line; a quoted cell may hold commas, and doubled quotes for quotes (RFC 4180, one line a row). */
export function parseCsvRow(line: string): string[] {
  const cells: string[] = [];
  let at = 0;
  while (at <= line.length) {
    if (line[at] !== '"') {
      const end = line.indexOf(',', at);
      cells.push(line.slice(at, end === -1 ? line.length : end));
      if (end === -1) return cells;
      at = end + 1;
      continue;
    }
    let cell = '';
    at++;
    for (;;) {
      const quote = line.indexOf('"', at);
      cell += line.slice(at, quote === -1 ? line.length : quote);
      at = quote === -1 ? line.length : quote + 1;
      if (line[at] !== '"') break;
      cell += '"';
      at++;
    }
    cells.push(cell);
    if (at >= line.length) return cells;
    at++; // the comma
  }
  return cells;
}
