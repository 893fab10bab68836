/** Why a relation between products is believed; 'mutual' contradicts another relation, 'containment' only reads so. */
export type RelationBasis = 'standard' | 'stated' | 'mutual' | 'containment'

export interface ProductTables {
  'brain.product': {
    /** 12 hexadecimal digits of the digest of `key`: the same as long as the name is. */
    id: string
    name: string
    /** Normalised name, by which spellings are one product. */
    key: string
    /** Other spellings in the sources, and the paths it was written with. */
    aliases: string[]
    pinyin: string
    initials: string
    /** Lower case: key, aliases, pinyin, initials. */
    search: string
    industry: string | null
    /** Rows of industry/product-catalogue. */
    catalogue_rows: number[]
    materials: number
    uses: number
    kinds: number
    parents: number
    listed_makers: number
    demonstration_makers: number
  }
  'brain.product_relation': {
    relation: 'supply' | 'kind'
    source: string
    target: string
    basis: RelationBasis
    /** Rows of industry/product-relation. */
    relation_rows: number[]
    catalogue_rows: number[]
  }
  'brain.product_maker': {
    product: string
    /** Row of enterprise/enterprise-product. */
    row_id: number
    security_code: string | null
    credit_code: string | null
    demonstration: boolean
  }
  'brain.product_segment': {
    chain: string
    segment: string
    product: string
    /** Word of the chain standard. */
    word: string
    /** The word itself, a kind of it by the knowledge base, or a name that ends with it. */
    match: 'word' | 'kind' | 'name'
  }
  'brain.product_left_out': {
    rule: string
    title: string
    description: string
    names: number
    rows: number
    examples: string[]
    position: number
  }
}
