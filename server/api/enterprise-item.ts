import { isCleared } from '../warehouse/row-security.ts'

/** A fact of `brain.golden_enterprise e` that comes from data of grade L3: absent below that clearance. */
export function told(fact: string): string {
  return `case when ${isCleared('L3', 'e.credit_code')} then ${fact} end`
}

/**
 * Columns of an EnterpriseItem (schemas/enterprise.ts) from `brain.golden_enterprise e`, as the viewer of the
 * query may see them; money in yuan, capital only where it is in yuan.
 */
export function enterpriseItemColumns(): string {
  return `
    e.credit_code as "creditCode", e.name, e.demonstration,
    case when coalesce(e.county_code, e.city_code, e.province_code) is not null then (
      select json_build_object('code', place.code, 'name', coalesce(d.name, place.code))
      from (select coalesce(e.county_code, e.city_code, e.province_code) as code) place
      left join public_warehouse.division d on d.code = place.code) end as region,
    (select d.name from public_warehouse.division d where d.code = e.city_code) as city,
    e.registered_on as "registeredOn",
    case when e.capital_currency is null or e.capital_currency in ('人民币', '人民币元', 'CNY', 'RMB')
      then e.registered_capital::float8 / 100 end as "registeredCapital",
    ${told('e.revenue::float8 / 100')} as revenue,
    ${told('e.revenue_year')} as "revenueYear",
    ${told('e.employees')} as employees,
    ${told('e.above_scale')} as "aboveScale",
    e.listed_code as "listedCode",
    (select coalesce(json_agg(json_build_object('chain', m.chain, 'segment', m.segment,
        'title', coalesce(s.title, m.segment), 'confidence', m.confidence)
        order by m.confidence desc, m.chain, m.segment), '[]')
      from brain.enterprise_segment m
      left join industry_warehouse.chain_segment s on s.chain = m.chain and s.segment = m.segment
      where m.credit_code = e.credit_code) as segments`
}

/** A part of a WITH list: golden enterprises given as a JSON array, as they stood at some date. */
export function goldenGiven(placeholder: string): string {
  return `golden_enterprise as materialized (
    select * from jsonb_populate_recordset(null::brain.golden_enterprise, ${placeholder}::jsonb))`
}

/** A query of `brain.golden_enterprise e`, changed to read the rows given in its stead. */
export function fromGiven(text: string): string {
  return text.replace('brain.golden_enterprise e', 'golden_enterprise e')
}
