import { pinyin } from 'pinyin-pro'

/**
 * Words of company names in which a character is not read as it usually is. A table by character is a hundred
 * times faster than reading whole names and needs no more than these.
 */
const readings: Readonly<Record<string, string>> = {
  银行: 'yin hang',
  商行: 'shang hang',
  支行: 'zhi hang',
  分行: 'fen hang',
  行业: 'hang ye',
  洋行: 'yang hang',
  旅行: 'lv xing',
  重庆: 'chong qing',
  厦门: 'xia men',
  六安: 'lu an',
  长: 'chang',
  成长: 'cheng zhang',
  会计: 'kuai ji',
  畜牧: 'xu mu',
  畜产: 'xu chan',
  模具: 'mu ju',
  模板: 'mu ban',
  东莞: 'dong guan',
  强劲: 'qiang jing',
  番禺: 'pan yu',
  音乐: 'yin yue',
  乐器: 'yue qi',
  东阿: 'dong e',
  阿胶: 'e jiao',
  莘县: 'shen xian',
  单县: 'shan xian',
  牟平: 'mu ping',
  中牟: 'zhong mu',
  朝阳: 'chao yang',
  调味: 'tiao wei',
  空调: 'kong tiao',
  调节: 'tiao jie',
  传: 'chuan',
  车: 'che',
  石: 'shi',
  广: 'guang',
  区: 'qu',
  大: 'da',
  家: 'jia',
  柏: 'bai',
  校: 'xiao',
  都: 'du',
  盛: 'sheng',
  晟: 'sheng',
  重型: 'zhong xing',
  重工: 'zhong gong',
  藏: 'cang',
  西藏: 'xi zang',
}
const longestReading = 2

const table = new Map<string, string>()

function readCharacter(character: string): string {
  let read = table.get(character)
  if (read === undefined) {
    const single = readings[character]
    read =
      single ??
      (/\p{Script=Han}/u.test(character)
        ? pinyin(character, { toneType: 'none', v: true })
        : character
      ).toLowerCase()
    table.set(character, read)
  }
  return read
}

const phraseHeads = new Set(
  Object.keys(readings)
    .filter((word) => word.length > 1)
    .map((word) => word.charAt(0)),
)

/** Syllables of a text, in lower case without tones, ü as v; other characters stand for themselves. */
export function syllables(text: string): string[] {
  const result: string[] = []
  for (let position = 0; position < text.length; position++) {
    const character = text.charAt(position)
    if (phraseHeads.has(character)) {
      const phrase = readings[text.slice(position, position + longestReading)]
      if (phrase?.includes(' ') === true) {
        result.push(...phrase.split(' '))
        position += longestReading - 1
        continue
      }
    }
    result.push(readCharacter(character))
  }
  return result
}

export interface Reading {
  /** guangraohongshengluntai */
  readonly full: string
  /** grhslt */
  readonly initials: string
}

/** Punctuation and spaces are left out. */
export function readPinyin(text: string): Reading {
  let full = ''
  let initials = ''
  for (const syllable of syllables(text.replace(/[^\p{L}\p{N}]/gu, ''))) {
    full += syllable
    initials += syllable.charAt(0)
  }
  return { full, initials }
}
