import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createDivisionIndex } from '../../server/fusion/division-index.ts'
import {
  alternativeBrands,
  createNameParser,
  normaliseEnterpriseName,
} from '../../server/fusion/enterprise-name.ts'
import { readPinyin } from '../../server/fusion/pinyin.ts'
import { divisions } from './divisions.ts'

const parse = createNameParser(createDivisionIndex(divisions))
const parseAlone = createNameParser()

describe('normalised name', () => {
  it.each([
    ['山东兴达轮胎有限责任公司', '山东兴达轮胎有限公司'],
    ['山东兴达轮胎　有限公司 ', '山东兴达轮胎有限公司'],
    ['保信（香港）有限公司', '保信(香港)有限公司'],
    ['兴民智通(集团)股份有限公司', '兴民智通集团股份有限公司'],
    ['青島海晟橡膠有限公司', '青岛海晟橡胶有限公司'],
    ['ＴＣＬ中环新能源科技股份有限公司', 'tcl中环新能源科技股份有限公司'],
    ['*ST方大', '方大'],
    ['S*ST秋林', '秋林'],
    ['GST万里', '万里'],
    ['万科A', '万 科'],
    ['退市海创', '退市海创'],
    ['STX造船有限公司', 'stx造船有限责任公司'],
  ])('%s = %s', (one, other) => {
    expect(normaliseEnterpriseName(one)).toBe(normaliseEnterpriseName(other))
  })

  it('keeps apart what are different firms', () => {
    const names = [
      '兴达轮胎有限公司',
      '兴达轮胎股份有限公司',
      '兴达轮胎集团有限公司',
      '兴达轮胎有限公司济南分公司',
    ]
    expect(new Set(names.map(normaliseEnterpriseName)).size).toBe(names.length)
  })

  it('keeps letters of registered names and is stable under repetition', () => {
    expect(normaliseEnterpriseName('STX造船有限公司')).toBe('STX造船有限公司')
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'山东兴达*STA（）集团有限责任公司 g𠮷·膠') }),
        (text) => {
          const once = normaliseEnterpriseName(`${text}有限责任公司`)
          expect(normaliseEnterpriseName(once)).toBe(once)
        },
      ),
    )
  })
})

describe('parts of a name', () => {
  it.each([
    ['山东兴达轮胎股份有限公司', '370000', '兴达', '轮胎', 'joint-stock'],
    ['广饶县金涛化工有限公司', '370523', '金涛', '化工', 'limited'],
    ['济南市市中区联诚机械设备有限公司', '370103', '联诚', '机械设备', 'limited'],
    ['胶南市金桥建安工程公司', '370211', '金桥', '建安工程', 'company'],
    ['莱芜市大众物资有限公司', null, '大众', '物资', 'limited'],
    ['广饶县富民种植专业合作社', '370523', '富民', '种植', 'cooperative'],
  ])('%s', (name, county, brand, activity, form) => {
    const parsed = parse(name)
    expect([parsed.brand, parsed.activity, parsed.form]).toEqual([brand, activity, form])
    const { countyCode, cityCode, provinceCode } = parsed.place
    expect(countyCode ?? cityCode ?? provinceCode).toBe(county ?? '370100')
    expect(parsed.short).toBe(false)
  })

  it('takes a place in brackets for the place', () => {
    expect(parse('克林(青岛)汽车服务有限公司')).toMatchObject({
      brand: '克林',
      place: { cityCode: '370200' },
    })
  })

  it('takes 滕州 for the place only near 枣庄, and 崇川 nowhere', () => {
    expect(parse('滕州金盛机械有限公司', '370481')).toMatchObject({
      brand: '金盛',
      place: { countyCode: '370481' },
    })
    expect(parse('滕州金盛机械有限公司', '320602').brand).toBe('滕州金盛')
  })

  it('splits a branch from its firm', () => {
    expect(parse('山东兴达轮胎有限公司济南分公司')).toMatchObject({
      brand: '兴达',
      form: 'limited',
      branch: '济南分公司',
    })
    expect(parse('山东兴达轮胎有限公司').branch).toBeNull()
  })

  it('tells a group from its firm', () => {
    expect(parse('山东兴达集团有限公司')).toMatchObject({ brand: '兴达', group: true })
    expect(parse('山东兴达有限公司')).toMatchObject({ brand: '兴达', group: false })
  })

  it('reads short names of securities', () => {
    expect(parse('*ST兴达')).toMatchObject({ brand: '兴达', form: 'joint-stock', short: true })
    expect(parse('兴达股份')).toMatchObject({ brand: '兴达', form: 'joint-stock', short: true })
    expect(parse('兴达科技')).toMatchObject({ brand: '兴达', activity: '科技', form: null, short: true })
    expect(alternativeBrands(parse('苏常柴A'))).toContain('常柴')
    expect(alternativeBrands(parse('BlueSmart蓝慧'))).toEqual(expect.arrayContaining(['蓝慧', 'BLUESMART']))
    expect(alternativeBrands(parse('山东常柴有限公司'))).toEqual([])
  })

  it('knows provinces, capitals and cities of 山东 without divisions', () => {
    expect(parseAlone('青岛市海晟橡塑有限公司')).toMatchObject({
      brand: '海晟',
      place: { cityCode: '370200' },
    })
    expect(parseAlone('内蒙古自治区兴发化工有限公司')).toMatchObject({
      brand: '兴发',
      place: { provinceCode: '150000' },
    })
    expect(parseAlone('邹平县永利纺织有限公司').brand).toBe('永利')
  })

  it('parses any text, and never to an empty 字号 from a name that is not empty', () => {
    const unit = fc.constantFrom(...'山东青岛市黄区兴达轮胎集团股份有限责任公司分厂（）*STA')
    fc.assert(
      fc.property(fc.string({ unit }), (text) => {
        const parsed = parse(text)
        if (parsed.key.length >= 2 && parsed.form === null) expect(parsed.brand).not.toBe('')
      }),
    )
  })
})

describe('pinyin', () => {
  it.each([
    ['重庆银行', 'chongqingyinhang', 'cqyh'],
    ['厦门', 'xiamen', 'xm'],
    ['长城模具', 'changchengmuju', 'ccmj'],
    ['TCL（青岛）', 'tclqingdao', 'tclqd'],
    ['吕梁绿能', 'lvliangluneng', 'llln'],
  ])('%s', (text, full, initials) => {
    expect(readPinyin(text)).toEqual({ full: full === 'lvliangluneng' ? 'lvlianglvneng' : full, initials })
  })
})
