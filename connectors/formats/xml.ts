export type XmlEvent =
  | { readonly kind: 'open'; readonly name: string; readonly attributes: Readonly<Record<string, string>> }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'close'; readonly name: string }

/** No tag or text between two tags of an office document is longer than this. */
const longestToken = 16 * 1024 * 1024

/**
 * Events of a UTF-8 XML document, chunk by chunk: names without namespace prefix, entities replaced. Reads what
 * office documents contain; a document type declaration is refused, so there are no custom or external entities.
 */
export async function* xmlEvents(chunks: AsyncIterable<Buffer>): AsyncGenerator<readonly XmlEvent[]> {
  // A character may be cut by the end of a chunk: only a streaming decoder puts it together again.
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let pending = ''
  for await (const chunk of chunks) {
    const { events, rest } = scan(pending + decoder.decode(chunk, { stream: true }))
    if (rest.length > longestToken) throw new Error('XML 中有过长的片段，文件可能已损坏')
    pending = rest
    yield events
  }
  const { events, rest } = scan(pending + decoder.decode())
  if (rest.trim() !== '') throw new Error('XML 在标签中间结束，文件可能被截断')
  yield events
}

function scan(text: string): { readonly events: readonly XmlEvent[]; readonly rest: string } {
  const events: XmlEvent[] = []
  let at = 0
  for (;;) {
    const start = text.indexOf('<', at)
    if (start < 0) return { events, rest: text.slice(at) }
    const end = tokenEnd(text, start)
    // Text is taken together with the tag that ends it: an entity is then never cut.
    if (end < 0) return { events, rest: text.slice(at) }
    if (start > at) events.push({ kind: 'text', text: decodeEntities(text.slice(at, start)) })
    pushToken(events, text.slice(start, end))
    at = end
  }
}

function tokenEnd(text: string, start: number): number {
  for (const [opening, closing] of delimited) {
    if (text.startsWith(opening, start)) {
      const end = text.indexOf(closing, start + opening.length)
      return end < 0 ? -1 : end + closing.length
    }
    if (opening.startsWith(text.slice(start, start + opening.length))) return -1
  }
  let quote = 0
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (quote !== 0) {
      if (code === quote) quote = 0
    } else if (code === 34 || code === 39) quote = code
    else if (code === 62) return at + 1
  }
  return -1
}

const delimited = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
] as const

function pushToken(events: XmlEvent[], token: string): void {
  if (token.startsWith('<![CDATA[')) events.push({ kind: 'text', text: token.slice(9, -3) })
  else if (token.startsWith('<!--') || token.startsWith('<?')) return
  else if (token.startsWith('<!')) throw new Error('XML 含文档类型声明（DTD），拒绝读取')
  else if (token.startsWith('</')) events.push({ kind: 'close', name: localName(token.slice(2, -1).trim()) })
  else {
    const empty = token.endsWith('/>')
    const body = token.slice(1, empty ? -2 : -1)
    const name = localName(/^[^\s/]+/.exec(body)?.[0] ?? '')
    events.push({ kind: 'open', name, attributes: readAttributes(body) })
    if (empty) events.push({ kind: 'close', name })
  }
}

function readAttributes(body: string): Readonly<Record<string, string>> {
  const attributes: Record<string, string> = {}
  for (const match of body.matchAll(/([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)) {
    attributes[localName(match[1] ?? '')] = decodeEntities(match[2] ?? match[3] ?? '')
  }
  return attributes
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

function decodeEntities(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi,
    (whole, hex?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return entities[name] ?? whole
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole
    },
  )
}
