import { keepContent, readContent, typeOfContent } from '../documents/kept-content.ts'
import { Refusal } from './refusal.ts'

export const largestProof = 10 * 1024 * 1024

const proofTypes = ['application/pdf', 'image/png', 'image/jpeg'] as const
type ProofType = (typeof proofTypes)[number]

export interface Proof {
  readonly sha256: string
  readonly type: ProofType
  readonly bytes: number
}

const folder = 'proofs'

function typeOfProof(content: Uint8Array): ProofType | null {
  const type = typeOfContent(content)
  return proofTypes.find((one) => one === type) ?? null
}

/** @throws Refusal for an empty file, one above 10 MB, and one that is no PDF, PNG or JPEG. */
export async function storeProof(dataDirectory: string, content: Uint8Array): Promise<Proof> {
  const expected = '不超过 10 MB 的 PDF、PNG 或 JPG 文件'
  if (content.length === 0) throw new Refusal('invalid', '证明材料是空文件。', expected)
  if (content.length > largestProof) throw new Refusal('invalid', '证明材料超过 10 MB。', expected)
  const type = typeOfProof(content)
  if (type === null) throw new Refusal('invalid', '证明材料的内容不是 PDF、PNG 或 JPG。', expected)
  return { sha256: await keepContent(dataDirectory, folder, content), type, bytes: content.length }
}

/** @throws Error when the file is not there, or no longer what was handed in. */
export function readProof(dataDirectory: string, sha256: string): Promise<Buffer> {
  return readContent(dataDirectory, folder, sha256)
}
