import type { Cycle } from '../datasets/contract.ts'
import { columnsOf } from '../datasets/registry.ts'
import type { CatalogueEntry } from './entries.ts'

/** A node of JSON-LD. */
type Node = Readonly<Record<string, unknown>>

/** Every prefix of the document, so that it can be read without the network. */
const context = {
  dcat: 'http://www.w3.org/ns/dcat#',
  dct: 'http://purl.org/dc/terms/',
  foaf: 'http://xmlns.com/foaf/0.1/',
  skos: 'http://www.w3.org/2004/02/skos/core#',
  vcard: 'http://www.w3.org/2006/vcard/ns#',
  rdfs: 'http://www.w3.org/2000/01/rdf-schema#',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
} as const

/** Controlled vocabularies that DCAT-AP 3 names (EU Publications Office). */
const authority = 'http://publications.europa.eu/resource/authority'

const frequencies: Readonly<Record<Cycle, string>> = {
  realtime: 'UPDATE_CONT',
  daily: 'DAILY',
  weekly: 'WEEKLY',
  monthly: 'MONTHLY',
  quarterly: 'QUARTERLY',
  yearly: 'ANNUAL',
  irregular: 'IRREG',
}

/** By 项; the rest is 经济和金融. */
const themes: Readonly<Record<string, string>> = {
  自然资源和空间地理: 'REGI',
  能源: 'ENER',
  生态环境: 'ENVI',
  就业和社会保障: 'SOCI',
}

const reference = (id: string): Node => ({ '@id': id })
const chinese = (text: string): Node => ({ '@language': 'zh', '@value': text })
const typed = (type: 'date' | 'dateTime', value: string): Node => ({
  '@type': `xsd:${type}`,
  '@value': value,
})

/**
 * The catalogue after DCAT-AP 3 (SEMIC, 2024-06-14) as JSON-LD. Classification is the 政务信息资源目录's own scheme.
 * @param origin of this platform, as in https://brain.example.gov.cn: names and addresses begin with it.
 */
export function toDcat(entries: readonly CatalogueEntry[], origin: string, now: Date): Node {
  const scheme = `${origin}/catalog/themes`
  return {
    '@context': context,
    '@id': `${origin}/catalog`,
    '@type': 'dcat:Catalog',
    'dct:title': chinese('产业大脑数据目录'),
    'dct:description': chinese('公共、行业、企业三个数据仓的政务信息资源目录，只含元数据'),
    'dct:publisher': agent(origin, '平台运营单位'),
    'dct:language': reference(`${authority}/language/ZHO`),
    'dct:modified': typed('dateTime', now.toISOString()),
    'foaf:homepage': { '@id': `${origin}/platform/catalog`, '@type': 'foaf:Document' },
    'dcat:themeTaxonomy': [
      reference(`${authority}/data-theme`),
      { '@id': scheme, '@type': 'skos:ConceptScheme', 'dct:title': chinese('政务信息资源分类') },
    ],
    'dcat:dataset': entries.map((entry) => datasetNode(entry, entries, origin, scheme)),
  }
}

function datasetNode(
  entry: CatalogueEntry,
  all: readonly CatalogueEntry[],
  origin: string,
  scheme: string,
): Node {
  const { dataset, resource, ledger } = entry
  const { kind, item, catalogue, code } = resource.classification
  const related = all.filter((other) => resource.relatedCodes.includes(other.resource.code))
  return {
    '@id': addressOf(entry, origin),
    '@type': 'dcat:Dataset',
    'dct:identifier': resource.code,
    'dct:title': chinese(dataset.title),
    'dct:description': chinese(dataset.summary),
    'dct:publisher': agent(origin, dataset.steward, resource.stewardCode),
    'dcat:contactPoint': { '@type': 'vcard:Organization', 'vcard:fn': chinese(dataset.steward) },
    'dct:accessRights': {
      '@id': `${authority}/access-right/${accessRight(entry)}`,
      '@type': 'dct:RightsStatement',
    },
    'dct:accrualPeriodicity': {
      '@id': `${authority}/frequency/${frequencies[dataset.cycle]}`,
      '@type': 'dct:Frequency',
    },
    'dct:language': reference(`${authority}/language/ZHO`),
    'dct:issued': typed('date', resource.releasedOn),
    ...(ledger === undefined ? {} : { 'dct:modified': typed('dateTime', ledger.lastLoadedAt.toISOString()) }),
    'dcat:version': resource.version,
    'dcat:theme': [
      reference(`${authority}/data-theme/${themes[item.title] ?? 'ECON'}`),
      {
        '@id': `${scheme}/${code}`,
        '@type': 'skos:Concept',
        'skos:notation': code,
        'skos:prefLabel': chinese(`${kind.title}/${item.title}/${catalogue.title}`),
        'skos:inScheme': reference(scheme),
      },
    ],
    'dcat:keyword': columnsOf(dataset).map(([, { title }]) => chinese(title)),
    'dcat:landingPage': { '@id': `${origin}${resource.link}`, '@type': 'foaf:Document' },
    ...(related.length === 0
      ? {}
      : { 'dct:relation': related.map((other) => reference(addressOf(other, origin))) }),
    'dcat:distribution': [
      {
        '@id': `${addressOf(entry, origin)}#json`,
        '@type': 'dcat:Distribution',
        'dct:title': chinese(resource.shareMode),
        'dcat:accessURL': reference(`${origin}${resource.link}`),
        'dct:format': { '@id': `${authority}/file-type/JSON`, '@type': 'dct:MediaTypeOrExtent' },
        'dct:rights': {
          '@type': 'dct:RightsStatement',
          'rdfs:label': chinese(dataset.shareCondition ?? resource.openCondition),
        },
      },
    ],
  }
}

function addressOf({ dataset }: CatalogueEntry, origin: string): string {
  return `${origin}/api/catalog/datasets/${dataset.id}`
}

/** PUBLIC = open to society; what is shared under conditions, or only between departments, is restricted. */
function accessRight({ dataset, resource }: CatalogueEntry): string {
  if (dataset.share === 'none') return 'NON_PUBLIC'
  return resource.open ? 'PUBLIC' : 'RESTRICTED'
}

function agent(origin: string, name: string, code: string | null = null): Node {
  return {
    '@id': `${origin}/catalog/agents/${encodeURIComponent(name)}`,
    '@type': 'foaf:Agent',
    'foaf:name': chinese(name),
    ...(code === null ? {} : { 'dct:identifier': code }),
  }
}
