import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'

/** Keeps secrets that have to be read again unreadable to who has the database alone. */
export interface Seal {
  seal(text: string): Buffer
  /** @throws Error when the bytes were sealed with another key or changed. */
  open(sealed: Buffer): string
}

const keyLength = 32
const nonceLength = 12
const tagLength = 16

/** AES-256-GCM: nonce, tag, text. */
export function createSeal(key: Buffer): Seal {
  return {
    seal(text) {
      const nonce = randomBytes(nonceLength)
      const cipher = createCipheriv('aes-256-gcm', key, nonce)
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed])
    },
    open(sealed) {
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceLength))
      decipher.setAuthTag(sealed.subarray(nonceLength, nonceLength + tagLength))
      const text = sealed.subarray(nonceLength + tagLength)
      return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8')
    },
  }
}

/** The seal of an installation: its key is made once and stands in the data directory, not in the database. */
export async function readSeal(dataDirectory: string): Promise<Seal> {
  const file = path.join(dataDirectory, 'second-factor.key')
  await mkdir(dataDirectory, { recursive: true })
  // Whoever comes first makes it; all read it.
  await writeFile(file, randomBytes(keyLength), { flag: 'wx', mode: 0o600 }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  })
  const key = await readFile(file)
  if (key.length !== keyLength)
    throw new Error(`${file} 应为 ${keyLength} 字节的密钥，收到 ${key.length} 字节；请从备份恢复`)
  return createSeal(key)
}
