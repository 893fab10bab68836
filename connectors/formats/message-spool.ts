import { mkdir, open, readdir, readFile, rename, truncate, unlink, type FileHandle } from 'node:fs/promises'
import path from 'node:path'
import { flatRecord, parseJson } from './json.ts'

/** Ending of files that are complete. */
export const finished = '.jsonl'
/** Ending of the file being written. */
const growing = '.part'

export interface SpoolWriter {
  /** Resolves when the message is on disk. */
  write(topic: string, payload: string | Buffer): Promise<void>
  /** Completes the file being written. */
  finish(): Promise<void>
}

/**
 * A folder of JSON Lines files that messages go to one by one. A file that a broken run was writing is completed:
 * its last line, if cut, was never acknowledged and comes again.
 */
export async function openSpool(folder: string, batchSize: number): Promise<SpoolWriter> {
  await mkdir(folder, { recursive: true })
  for (const name of await spooled(folder, growing)) await completeBroken(path.join(folder, name))
  let current: { readonly file: FileHandle; readonly path: string; count: number } | undefined
  let last = Promise.resolve()

  async function append(line: string): Promise<void> {
    current ??= await startFile(folder)
    await current.file.appendFile(line)
    await current.file.datasync()
    current.count++
    if (current.count >= batchSize) await finish()
  }

  async function finish(): Promise<void> {
    if (current === undefined) return
    const { file, path: part } = current
    current = undefined
    await file.close()
    await rename(part, completeName(part))
  }

  /** One after the other, also when the broker resends while a message is being written. */
  function inTurn(action: () => Promise<void>): Promise<void> {
    const turn = last.then(action)
    last = turn.catch(() => undefined)
    return turn
  }

  return {
    write: (topic, payload) => inTurn(() => append(lineOf(topic, payload))),
    finish: () => inTurn(finish),
  }
}

/** Names of the folder's files with this ending, oldest first. */
export async function spooled(folder: string, ending: string): Promise<readonly string[]> {
  return (await readdir(folder)).filter((name) => name.endsWith(ending)).toSorted()
}

let files = 0

async function startFile(folder: string): Promise<{ file: FileHandle; path: string; count: number }> {
  // Sorts by time; the number parts files of one millisecond.
  const name = `${new Date().toISOString().replace(/\D/g, '')}-${String(++files).padStart(6, '0')}${growing}`
  const part = path.join(folder, name)
  return { file: await open(part, 'a'), path: part, count: 0 }
}

function completeName(part: string): string {
  return part.slice(0, -growing.length) + finished
}

async function completeBroken(part: string): Promise<void> {
  const whole = (await readFile(part)).lastIndexOf('\n') + 1
  if (whole === 0) return unlink(part)
  await truncate(part, whole)
  await rename(part, completeName(part))
}

/** A payload of several readings becomes several lines; one that is no JSON is kept as text, to be quarantined. */
function lineOf(topic: string, payload: string | Buffer): string {
  const text = payload.toString()
  return readings(text)
    .map((reading) => `${JSON.stringify({ ...reading, topic })}\n`)
    .join('')
}

function readings(text: string): readonly Readonly<Record<string, string>>[] {
  try {
    const value = parseJson(text)
    const list: readonly unknown[] = Array.isArray(value) ? value : [value]
    if (list.every((item) => typeof item === 'object' && item !== null && !Array.isArray(item))) {
      return list.map((item) => flatRecord(item as object))
    }
  } catch {
    // Falls through: what came is the evidence.
  }
  return [{ payload: text }]
}
