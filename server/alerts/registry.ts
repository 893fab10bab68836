import { glob } from 'node:fs/promises'
import type { AlertRule } from './contract.ts'

/** A rule with the id that its file name gives it. */
export interface NamedAlertRule extends AlertRule {
  readonly id: string
}

async function readRules(): Promise<ReadonlyMap<string, NamedAlertRule>> {
  const found = new Map<string, NamedAlertRule>()
  const files = await Array.fromAsync(glob('rules/*.ts', { cwd: import.meta.dirname }))
  for (const file of files.toSorted()) {
    const id = file.replace(/^rules[\\/]/, '').replace(/\.ts$/, '')
    const module = (await import(`./${file}`)) as { default: AlertRule }
    found.set(id, { ...module.default, id })
  }
  return found
}

/** All rules by id, found by their folder. */
export const rules: ReadonlyMap<string, NamedAlertRule> = await readRules()
