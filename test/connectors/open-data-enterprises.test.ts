import { describe, expect, it } from 'vitest'
import { only, parse } from './parsing.ts'
import { rowsOf } from './records.ts'

describe('registrations', () => {
  const firm = {
    credit_code: '91370523DEM0000016',
    name: '演示橡胶有限公司',
    reg_date: '2010-05-06',
    enterprise_type: '',
    reg_capital_raw: '1,233.6000(万元人民币)',
    reg_capital_wan: '1233.6',
    reg_capital_currency: '人民币',
    province: '山东',
    city: '东营',
    county_code: '370521',
    address: '演示路 1 号',
    business_scope: '轮胎制造',
    is_branch: '0',
  }

  it('keeps the code of the first authority apart from the place', () => {
    expect(only('public/shandong-registry', firm)).toEqual({
      credit_code: firm.credit_code,
      name: firm.name,
      registered_on: '2010-05-06',
      registered_capital: '12336000',
      capital_currency: '人民币',
      province_code: '370000',
      city_code: '370500',
      address: '演示路 1 号',
      business_scope: '轮胎制造',
      is_branch: '0',
      registration_authority_code: '370521',
    })
  })

  it.each([
    ['26万元', '26', '260000'],
    ['-', '', undefined],
    ['15,0000000(万元人民币)', '150000000', '15,0000000(万元人民币)'],
    ['14,169,059(万元人民币)', '14169059', '141690590000'],
  ])('reads capital %s', (raw, wan, yuan) => {
    const record = { ...firm, reg_capital_raw: raw, reg_capital_wan: wan }
    expect(only('public/shandong-registry', record).registered_capital).toBe(yuan)
    expect(only('industry/other-province-manufacturers', record).registered_capital).toBe(yuan)
  })
})

describe('listed companies', () => {
  it('turns 万 into yuan and takes the year only with a revenue', () => {
    const record = {
      ts_code: '600001.SH',
      exchange: 'SSE',
      market: '主板',
      list_date: '20010203',
      reg_capital_wan: '7.1487',
      industry_sw3: '',
      industry_tushare: '橡胶',
      latest_report_revenue: '',
      latest_report_year: '2021',
    }
    expect(only('public/listed-company', record)).toEqual({
      security_code: '600001.SH',
      exchange: 'SSE',
      board: '主板',
      list_date: '20010203',
      registered_capital: '71487',
      industry: '橡胶',
    })
  })

  it('adds up assets exactly and takes −1 for no value', () => {
    const record = {
      ts_code: '600001.SH',
      report_year: '2020',
      employees: '-1',
      revenue: '-1',
      net_profit: '-12.5',
      current_assets: '0.10',
      noncurrent_assets: '0.20',
      current_liabilities: '5',
      noncurrent_liabilities: '',
    }
    expect(only('enterprise/listed-annual-report', record)).toEqual({
      security_code: '600001.SH',
      year: '2020',
      net_profit: '-12.5',
      total_assets: '0.30',
      current_assets: '0.10',
      current_liabilities: '5',
    })
  })

  it('leaves out accounting lines, and the share that was put in as a filler', () => {
    const record = {
      ts_code: '600001.SH',
      short_name: '演示股份',
      product: '子午线轮胎',
      revenue_ratio: '0.001',
    }
    expect(only('enterprise/listed-product', record)).toEqual({
      enterprise_name: '演示股份',
      product: '子午线轮胎',
      security_code: '600001.SH',
    })
    expect(only('enterprise/listed-product', { ...record, revenue_ratio: '0.42' }).revenue_ratio).toBe('0.42')
    for (const product of ['平衡项目', '分部间抵销', '内部抵消数', '调整项目']) {
      expect(parse('enterprise/listed-product', { ...record, product })).toHaveProperty('ignored')
    }
  })
})

describe('honours', () => {
  it('tells awards from lists after monitoring', () => {
    const record = { year: '2021', batch: '7', index: '1', name: '演示食品有限公司', province: '山东' }
    expect(only('public/honour-agri-leading', record)).toMatchObject({
      batch: '第 7 批',
      region_code: '370000',
      level: '国家级',
    })
    expect(only('public/honour-agri-leading', { ...record, batch: '99' }).batch).toBe('监测合格名单')
  })

  it.each([
    ['演示橡胶股份有限公司', ['演示橡胶股份有限公司']],
    ['演示科技集团公司第五十五研究、所', ['演示科技集团公司第五十五研究所']],
    ['演示石油股份有限公司石油勘探、开发研究院', ['演示石油股份有限公司石油勘探开发研究院']],
    [
      '演示工程研究院股份有限公司、演示汽车股份有限公司',
      ['演示工程研究院股份有限公司', '演示汽车股份有限公司'],
    ],
    ['演示航天集团公司第五研究院、第五〇三研究所', ['演示航天集团公司第五研究院', '第五〇三研究所']],
  ])('the hosts of %s', (institution, hosts) => {
    const rows = rowsOf(
      parse('public/honour-enterprise-laboratory', {
        type: 'FSKL',
        year: '2016',
        name: '演示国家重点实验室',
        institution,
        province: '山东',
      }),
    )
    expect(rows.map((row) => row.enterprise_name)).toEqual(hosts)
  })

  it('leaves out laboratories of universities, by name', () => {
    expect(
      parse('public/honour-enterprise-laboratory', { type: 'SKL', institution: '演示大学' }),
    ).toHaveProperty('ignored')
  })
})

describe('divisions and boundaries', () => {
  it.each([
    [
      {
        adcode: '371200',
        name: '莱芜市',
        level: '地级',
        city: '',
        status: '弃用',
        valid_from: '1992',
        valid_until: '2018',
        successor_codes: '370100',
      },
      { parent_code: '370000', level: 'city', valid_until_year: '2018' },
    ],
    [
      { adcode: '370284', name: '胶南市', level: '县级', city: '青岛市', status: '弃用' },
      { parent_code: '370200', level: 'county', short_name: '胶南' },
    ],
    [
      { adcode: '429002', name: '石首市', level: '县级', city: '直辖', status: '弃用' },
      { parent_code: '420000' },
    ],
  ])('%o', (record, expected) => {
    expect(only('public/division-history', record)).toMatchObject(expected)
  })

  it.each(['在用', '变更'])('leaves out codes that are %s', (status) => {
    expect(parse('public/division-history', { adcode: '370100', status })).toHaveProperty('ignored')
  })

  it('keeps the dashed line and says what the map is', () => {
    expect(only('public/boundary-datav', { adcode: '100000_JD', name: '', geometry: '{}' })).toMatchObject({
      code: '100000',
      level: 'country',
      name: '南海断续线',
    })
    expect(
      only('public/boundary-datav', { adcode: '370523', name: '广饶县', level: 'district', geometry: '{}' }),
    ).toEqual({
      code: '370523',
      name: '广饶县',
      level: 'county',
      geometry: '{}',
      basis: 'DataV.GeoAtlas V3（2021-09，GCJ-02），无审图号',
    })
  })
})
