import { readFile } from 'node:fs/promises'
import path from 'node:path'

/** Options by connector id, as the operator wrote them. */
export type ConnectorOptions = Readonly<Record<string, Readonly<Record<string, string>>>>

/** Where the operator writes them. */
export const optionsFile = 'connectors.json'

/**
 * Reads <DATA_DIR>/connectors.json: { "public/honour-api": { "url": "https://…", "token": "…" } }.
 * Absent = no connector is configured.
 * @throws when it is no object of objects of texts, naming what is wrong
 */
export async function readConnectorOptions(dataDirectory: string): Promise<ConnectorOptions> {
  const file = path.join(dataDirectory, optionsFile)
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '{}'
    throw error
  })
  return parseOptions(text, file)
}

export function parseOptions(text: string, file: string): ConnectorOptions {
  let content: unknown
  try {
    content = JSON.parse(text)
  } catch (error) {
    throw new Error(`${file} 不是有效的 JSON：${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    })
  }
  if (!isRecord(content)) throw new Error(`${file} 应为对象：连接器标识 → 选项`)
  for (const [connector, options] of Object.entries(content)) {
    if (!isRecord(options)) throw new Error(`${file} 中 ${connector} 应为对象：选项名 → 文本`)
    for (const [name, value] of Object.entries(options))
      if (typeof value !== 'string')
        throw new Error(`${file} 中 ${connector} 的选项 ${name} 应为文本，收到 ${JSON.stringify(value)}`)
  }
  return content as ConnectorOptions
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
