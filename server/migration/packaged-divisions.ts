import connector from '../../connectors/public/division-package.ts'
import { createDivisionIndex, type Division, type DivisionIndex } from '../fusion/division-index.ts'

let packaged: Promise<DivisionIndex> | undefined

const levels: Readonly<Record<string, Division['level']>> = {
  province: 'province',
  city: 'city',
  county: 'county',
}

/** Divisions in force as the installed package lists them, for machines on which none were loaded; read once. */
export function packagedDivisions(): Promise<DivisionIndex> {
  packaged ??= readPackage()
  return packaged
}

async function readPackage(): Promise<DivisionIndex> {
  const divisions: Division[] = []
  for await (const { content } of connector.fetch()) {
    for await (const { code = '', name = '', level = '' } of content.records()) {
      const known = levels[level]
      if (known !== undefined) divisions.push({ code, name, level: known })
    }
  }
  return createDivisionIndex(divisions)
}
