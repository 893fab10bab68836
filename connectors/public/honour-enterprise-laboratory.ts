import type { Connector } from '../contract.ts'
import { packFiles } from '../pack-files.ts'
import { provinceCode } from '../regions.ts'

/**
 * The page broke long names after 16 characters and the break became 、 (第五十五研究、所): a piece of up to five
 * characters goes on with the name before it. Hosts of a laboratory are parted by the same sign.
 */
const brokenName = /、(?=[^、]{1,5}(?:、|$))/g

/** A host of several laboratories has the honour once: the others are duplicates. */
export default {
  title: '企业国家重点实验室名单（2016 年）',
  publisher: '科学技术部；techme（GitHub，MIT）整理',
  licence: 'MIT',
  dataset: 'public/honour',
  expectedYield: { minimum: 182, maximum: 182, outside: 'warn' },
  fetch: packFiles('2020-12-31', { file: 'official_lists/state_key_laboratories.csv', format: 'csv' }),
  parse({ type, year, institution = '', province = '' }) {
    if (type !== 'FSKL') return { ignored: '学科类、省部共建实验室依托高校和科研院所，不是企业资质' }
    return institution
      .replace(brokenName, '')
      .split('、')
      .map((host) => ({
        enterprise_name: host,
        kind: '企业国家重点实验室',
        awarded_year: year,
        level: '国家级',
        authority: '科学技术部',
        batch: `${year} 年名单`,
        region_code: provinceCode(province),
      }))
  },
} satisfies Connector
