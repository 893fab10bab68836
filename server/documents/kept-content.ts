import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'

/** What a file is, by its first bytes: neither its name nor what the sender calls it is believed. */
const marks: readonly (readonly [type: string, mark: readonly number[]])[] = [
  ['application/pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  // DOCX and XLSX are ZIP archives.
  ['application/zip', [0x50, 0x4b, 0x03, 0x04]],
]

/** @returns null for a kind of file that is not kept */
export function typeOfContent(content: Uint8Array): string | null {
  return marks.find(([, mark]) => mark.every((byte, at) => content[at] === byte))?.[0] ?? null
}

/**
 * Keeps a document by its content, as originals are kept: nothing appears under its hash before all of it is there.
 * @param folder below the data directory
 * @returns its SHA-256
 */
export async function keepContent(
  dataDirectory: string,
  folder: string,
  content: Uint8Array,
): Promise<string> {
  const sha256 = hashOf(content)
  const target = contentPath(dataDirectory, folder, sha256)
  await mkdir(path.dirname(target), { recursive: true })
  const draft = `${target}.${randomUUID()}`
  try {
    await writeFile(draft, content, { flag: 'wx', mode: 0o600 })
    await rename(draft, target)
  } finally {
    await rm(draft, { force: true })
  }
  return sha256
}

/** @throws Error when the file is not there, or no longer what was handed in. */
export async function readContent(dataDirectory: string, folder: string, sha256: string): Promise<Buffer> {
  const content = await readFile(contentPath(dataDirectory, folder, sha256))
  if (hashOf(content) !== sha256) throw new Error(`文件 ${sha256} 的内容已改变`)
  return content
}

function contentPath(dataDirectory: string, folder: string, sha256: string): string {
  return path.join(dataDirectory, folder, sha256.slice(0, 2), sha256)
}

function hashOf(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}
