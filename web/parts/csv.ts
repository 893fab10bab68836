/** Rows as CSV that a spreadsheet opens without running anything in them. */

type Cell = string | number | null

/** Text that a spreadsheet would take for a formula gets an apostrophe; numbers stay numbers. */
function escapeCell(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return String(cell)
  const safe = /^[=+\-@\t\r\n＝＋－＠]/.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

export function toCsv(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [header, ...rows].map((row) => row.map(escapeCell).join(',')).join('\r\n')
}

/** The byte order mark makes spreadsheets read UTF-8. */
export function downloadCsv(name: string, text: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob(['\uFEFF', text], { type: 'text/csv;charset=utf-8' }))
  link.download = `${name.replaceAll(/[\\/:*?"<>|]/g, '-')}.csv`
  link.click()
  URL.revokeObjectURL(link.href)
}
