/** GB18030 by inverting the platform's decoder: two-byte codes from a table, four-byte codes by their formula. */
const twoBytes = new Map<string, Buffer>()
const decoder = new TextDecoder('gb18030')
for (let lead = 0x81; lead <= 0xfe; lead++) {
  for (let trail = 0x40; trail <= 0xfe; trail++) {
    if (trail === 0x7f) continue
    const bytes = Buffer.of(lead, trail)
    const text = decoder.decode(bytes)
    if ([...text].length === 1 && text !== '\ufffd' && !twoBytes.has(text)) twoBytes.set(text, bytes)
  }
}

export function encodeGb18030(text: string): Buffer {
  const parts: Buffer[] = []
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    const known = twoBytes.get(character)
    if (code < 0x80) parts.push(Buffer.of(code))
    else if (known !== undefined) parts.push(known)
    else if (code >= 0x10000) {
      // Linear from 0x90308130 on for the supplementary planes.
      let rest = code - 0x10000
      const fourth = 0x30 + (rest % 10)
      rest = Math.floor(rest / 10)
      const third = 0x81 + (rest % 126)
      rest = Math.floor(rest / 126)
      parts.push(Buffer.of(0x90 + Math.floor(rest / 10), 0x30 + (rest % 10), third, fourth))
    } else throw new Error(`no GB18030 code here for U+${code.toString(16)}`)
  }
  return Buffer.concat(parts)
}
