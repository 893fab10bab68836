/** A cell as it is written: text, a number, or what reads as text; null and undefined are empty. */
export type CsvCell = string | number | boolean | object | null | undefined

/**
 * One line of CSV (RFC 4180) without its end. Text that a spreadsheet would take for a formula gets an apostrophe;
 * numbers stay numbers.
 */
export function csvLine(cells: readonly CsvCell[]): string {
  return cells.map(escapeCell).join(',')
}

function escapeCell(cell: CsvCell): string {
  if (cell === null || cell === undefined) return ''
  if (typeof cell === 'number') return String(cell)
  const text = typeof cell === 'object' ? JSON.stringify(cell) : String(cell)
  const safe = typeof cell === 'string' && /^[\s=+\-@＝＋－＠]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
