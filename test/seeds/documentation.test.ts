import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { plantedTruth } from '../../seeds/demo/truth.ts'

/** The page with the padding of its tables taken out. */
async function readPage(): Promise<string> {
  const page = await readFile(new URL('../../docs/demonstration-data.md', import.meta.url), 'utf8')
  return page.replace(/ +/gu, ' ')
}

describe('docs/demonstration-data.md', () => {
  it('列出的在险企业和用电异常就是埋设的那些', async () => {
    const page = await readPage()
    const listed = [...page.matchAll(/\| (91\d{6}DEM0[0-9A-Z]{6}) \| (\d{4}-\d{2})/gu)].map(
      ([, code, month]) => `${code} ${month}`,
    )
    const truth = plantedTruth()
    const atRisk = truth.fates
      .filter((fate) => fate.kind === 'at-risk')
      .map((fate) => `${fate.creditCode} ${fate.investmentIn}`)
    const anomalies = truth.electricityAnomalies.map(({ creditCode, month }) => `${creditCode} ${month}`)
    expect(listed.toSorted()).toEqual([...atRisk, ...anomalies].toSorted())
  })

  it('写明的家数与埋设的相同', async () => {
    const page = await readPage()
    const count = (kind: RegExp): number => plantedTruth().fates.filter((fate) => kind.test(fate.kind)).length
    for (const [title, kind] of [
      ['迁出，有信号', /^moved$/u],
      ['迁出，无信号', /^moved-silently$/u],
      ['在险', /^at-risk$/u],
      ['有信号而未迁', /^decoy/u],
      ['迁入', /^moved-in$/u],
      ['其他市之间', /^moved-elsewhere$/u],
      ['注销', /^closed$/u],
    ] as const) {
      expect(page).toContain(`| ${title} | ${count(kind)} |`)
    }
  })
})
