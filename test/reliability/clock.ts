import { fork } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ClockAnswer, ClockOrder } from './clock-process.ts'
import type { Ground, Result } from './ground.ts'

export interface ClockOptions {
  readonly ground: Ground
  /** Name of a pack to load each time; null takes a small scene. */
  readonly pack: string | null
  readonly settings: readonly ClockSetting[]
}

export interface ClockSetting {
  readonly zone: string
  /** ISO with offset. */
  readonly now: string
}

const yearEnd = '2026-12-31T23:59:59+08:00'

/** The year ends in Beijing while it is still afternoon in Greenwich; a second and a day before and after. */
export const settings: readonly ClockSetting[] = [
  { zone: 'Asia/Shanghai', now: yearEnd },
  { zone: 'UTC', now: yearEnd },
  { zone: 'America/Los_Angeles', now: yearEnd },
  { zone: 'UTC', now: '2026-12-31T23:59:58+08:00' },
  { zone: 'Asia/Shanghai', now: '2027-01-01T00:00:00+08:00' },
  { zone: 'UTC', now: '2026-12-30T23:59:59+08:00' },
  { zone: 'Asia/Shanghai', now: '2027-01-01T23:59:59+08:00' },
]

const child = fileURLToPath(new URL('./clock-process.ts', import.meta.url))

/** Loads and computes the same records in processes of other time zones at other moments: every total is the same. */
export async function run({ ground, pack, settings: asked }: ClockOptions): Promise<Result> {
  const violations: string[] = []
  const answers: { readonly setting: ClockSetting; readonly answer: ClockAnswer }[] = []
  for (const [number, setting] of asked.entries()) {
    const { url } = await ground.createDatabase()
    const dataDirectory = path.join(ground.folder, `clock-${number}`)
    await mkdir(dataDirectory)
    answers.push({ setting, answer: await compute(setting, { url, dataDirectory, now: setting.now, pack }) })
  }
  const [first, ...others] = answers
  if (first === undefined) throw new Error('没有给出时区和时刻')
  for (const { setting, answer } of others) {
    const names = new Set([...Object.keys(first.answer.totals), ...Object.keys(answer.totals)])
    for (const name of names) {
      const [expected, found] = [first.answer.totals[name], answer.totals[name]]
      if (found !== expected)
        violations.push(`${setting.zone} ${setting.now}：${name} 为 ${found}，应为 ${expected}`)
    }
    // Alerts speak of what is recent: they agree where the moment does.
    if (setting.now === first.setting.now && answer.alerts !== first.answer.alerts)
      violations.push(`${setting.zone} ${setting.now}：预警不同`)
  }
  return {
    title: '时钟',
    asked: '上海、UTC 及其他时区，年末前后一秒、一天：合计一致',
    measured: `${asked.length} 种时区与时刻，各 ${first.answer.loaded} 行、${Object.keys(first.answer.totals).length} 个合计；不符 ${violations.length}`,
    violations,
  }
}

function compute(setting: ClockSetting, order: ClockOrder): Promise<ClockAnswer> {
  const started = fork(child, { env: { ...process.env, TZ: setting.zone } })
  return new Promise((resolve, reject) => {
    started.once('message', (answer) => resolve(answer as ClockAnswer))
    started.once('exit', (code) => reject(new Error(`${setting.zone} ${setting.now}：进程结束（${code}）`)))
    started.send(order)
  })
}
