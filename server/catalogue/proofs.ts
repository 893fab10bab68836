import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { Refusal } from './refusal.ts'

export const largestProof = 10 * 1024 * 1024

export type ProofType = 'application/pdf' | 'image/png' | 'image/jpeg'

/** What a file is, by its first bytes: neither its name nor what the sender calls it is believed. */
const marks: readonly (readonly [ProofType, readonly number[]])[] = [
  ['application/pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
]

export interface Proof {
  readonly sha256: string
  readonly type: ProofType
  readonly bytes: number
}

function proofPath(dataDirectory: string, sha256: string): string {
  return path.join(dataDirectory, 'proofs', sha256.slice(0, 2), sha256)
}

export function typeOfProof(content: Uint8Array): ProofType | null {
  return marks.find(([, mark]) => mark.every((byte, at) => content[at] === byte))?.[0] ?? null
}

/**
 * Keeps a document by its content, as originals are kept: nothing appears under its hash before all of it is there.
 * @throws Refusal for an empty file, one above 10 MB, and one that is no PDF, PNG or JPEG.
 */
export async function storeProof(dataDirectory: string, content: Uint8Array): Promise<Proof> {
  const expected = '不超过 10 MB 的 PDF、PNG 或 JPG 文件'
  if (content.length === 0) throw new Refusal('invalid', '证明材料是空文件。', expected)
  if (content.length > largestProof) throw new Refusal('invalid', '证明材料超过 10 MB。', expected)
  const type = typeOfProof(content)
  if (type === null) throw new Refusal('invalid', '证明材料的内容不是 PDF、PNG 或 JPG。', expected)
  const sha256 = createHash('sha256').update(content).digest('hex')
  const target = proofPath(dataDirectory, sha256)
  await mkdir(path.dirname(target), { recursive: true })
  const draft = `${target}.${randomUUID()}`
  try {
    await writeFile(draft, content, { flag: 'wx', mode: 0o600 })
    await rename(draft, target)
  } finally {
    await rm(draft, { force: true })
  }
  return { sha256, type, bytes: content.length }
}

/** @throws Error when the file is not there, or no longer what was handed in. */
export async function readProof(dataDirectory: string, sha256: string): Promise<Buffer> {
  const content = await readFile(proofPath(dataDirectory, sha256))
  if (createHash('sha256').update(content).digest('hex') !== sha256) {
    throw new Error(`证明材料 ${sha256} 的内容已改变`)
  }
  return content
}
