const lineWidth = 60

/** JSON for reading: what fits a line stands on one, so that a row of a matrix is a row. */
export function jsonText(value: unknown, indent = ''): string {
  const flat = JSON.stringify(value) ?? 'null'
  if (typeof value !== 'object' || value === null) return flat
  const spaced = flat.length <= lineWidth ? spacedText(value) : null
  if (spaced !== null && indent.length + spaced.length <= lineWidth) return spaced
  const inner = `${indent}  `
  const isList = Array.isArray(value)
  if (isList && value.every((item) => typeof item !== 'object' || item === null))
    return `[\n${wrapped(value, inner)}\n${indent}]`
  const lines = isList
    ? value.map((item) => inner + jsonText(item, inner))
    : Object.entries(value).map(([name, item]) => `${inner}${JSON.stringify(name)}: ${jsonText(item, inner)}`)
  const [open, close] = isList ? ['[', ']'] : ['{', '}']
  return `${open}\n${lines.join(',\n')}\n${indent}${close}`
}

function spacedText(value: object): string {
  if (Array.isArray(value))
    return `[${value.map((item: unknown) => (isObject(item) ? spacedText(item) : JSON.stringify(item))).join(', ')}]`
  const entries = Object.entries(value).map(
    ([name, item]: [string, unknown]) =>
      `${JSON.stringify(name)}: ${isObject(item) ? spacedText(item) : JSON.stringify(item)}`,
  )
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

/** Plain values, as many to a line as fit. */
function wrapped(values: readonly unknown[], indent: string): string {
  const lines: string[] = []
  let line = ''
  for (const [position, value] of values.entries()) {
    const text = JSON.stringify(value) + (position < values.length - 1 ? ',' : '')
    if (line !== '' && indent.length + line.length + text.length + 1 > lineWidth) {
      lines.push(indent + line)
      line = ''
    }
    line += line === '' ? text : ` ${text}`
  }
  return [...lines, indent + line].join('\n')
}
