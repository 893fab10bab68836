import { provinceCodes, shandongCityCodes } from '../server/domain/division-names.ts'

const levelWords = /(?:特别行政区|(?:壮族|回族|维吾尔)?自治区|省|市)$/

/** 山东, 山东省, 广西壮族自治区 → six-digit code; undefined when it names no province. */
export function provinceCode(name: string): string | undefined {
  return provinceCodes[name.replace(levelWords, '')]
}

/** 东营, 东营市 → 370500; undefined when it names no city of Shandong. */
export function shandongCityCode(name: string): string | undefined {
  return shandongCityCodes[name.replace(/市$/, '')]
}

/** 历下区 → 历下, 山东省 → 山东, 单县 → 单县: a name of one character says too little. */
export function shortDivisionName(name: string): string {
  const short = name.replace(levelWords, '').replace(/(?<!自治)[县区]$/, '')
  return short.length < 2 ? name : short
}
