/** How a firm's fields read before any chain is asked. */

/**
 * Full-width letters, digits, brackets and punctuation become half-width, letters small.
 * Every character keeps its place, so a finding can be shown as it was written.
 */
export function normaliseText(text: string): string {
  return text.replace(/[A-Z\u3000\u3001\u3002\uff01-\uff5e]/gu, (character) => {
    const code = character.charCodeAt(0)
    if (code === 0x3000) return ' '
    if (code < 0x3000) return character.toLowerCase()
    if (code < 0xff00) return character
    return String.fromCharCode(code - 0xfee0).toLowerCase()
  })
}

const dealerName =
  /商贸|贸易|经贸|物资|经营部|门市|商店|商行|商场|商城|百货|超市|销售|经销|供销|营销|购销|进出口|服务部|维修|修理|修配|汽修|汽配|物流|运输|加油站/u
const makerName = /厂|制造|机械|工业|实业|化工|橡胶|橡塑|轮胎|材料|集团|设备|装备|制品|纤维|钢丝|车轮/u

/** What a firm's name and industry code say of its business where the scope names no verb. */
export type Business = 'dealer' | 'maker' | 'unknown'

export function businessOf(name: string, industryCode: string): Business {
  if (dealerName.test(name)) return 'dealer'
  if (/^F5[12]/u.test(industryCode)) return 'dealer'
  if (industryCode.startsWith('C') || makerName.test(name)) return 'maker'
  return 'unknown'
}
