/**
 * The industry chain standard: what a chain consists of, before any enterprise is known.
 * One file a chain in seeds/chains; the file name is the chain's id.
 */

/** What a firm of the segment does with the segment's products. */
export type ChainActivity = 'making' | 'trade' | 'repair' | 'lease' | 'service' | 'transport' | 'recovery'

export interface ChainSource {
  readonly id: string
  readonly title: string
  readonly publisher: string
  /** Day of publication, or end of the data period where the title says so. */
  readonly date: string
  readonly kind: 'standard' | 'statistics' | 'dataset' | 'estimate'
}

export interface ChainStage {
  readonly id: string
  readonly title: string
  /** 1 = furthest upstream. */
  readonly order: number
}

export interface ChainSegment {
  readonly id: string
  readonly title: string
  /** Id of the stage. */
  readonly stage: string
  /** Position within the stage, from 1. */
  readonly order: number
  /** GB/T 4754-2017 codes with their section letter, such as C2911. */
  readonly industryCodes: readonly string[]
  /** Words by which registrations and product lists name the segment's products. */
  readonly products: readonly string[]
  /** Words specific enough to name the segment alone. */
  readonly strongWords: readonly string[]
  /** Longer words that contain a product word and mean something else. */
  readonly excludeWords: readonly string[]
  /** Those of the words with other meanings elsewhere: they count only beside another word of the chain. */
  readonly contextWords: readonly string[]
  /** Relative weight in chain completeness, above 0. */
  readonly weight: number
  /** True for manufacturing and processing; false needs `activities`. */
  readonly makers: boolean
  readonly activities: readonly ChainActivity[]
  /** Unit of quantity of what the segment supplies. */
  readonly unit: string
  /** Id of the source. */
  readonly source: string
  readonly date: string
}

/** Supply from one segment to another. */
export interface ChainLink {
  readonly from: string
  readonly to: string
  /** Share of the buyer segment's input cost, above 0 to 1; the suppliers of one buyer sum to 1 at most. */
  readonly weight: number
  /** Without this input the buyer cannot produce in the short run. */
  readonly essential: boolean
  /** True where the weight is estimated by `method` and not measured. */
  readonly estimated: boolean
  readonly source: string
  readonly date: string
  /** Source that states the relation itself, where one does. */
  readonly relationSource?: string
  /** Why the link runs upstream or closes a circle: recycling. Links without it form no circle. */
  readonly loop?: string
}

export interface ChainStandard {
  /** File name without extension. */
  readonly id: string
  readonly title: string
  readonly description: string
  readonly version: string
  readonly date: string
  /** How the estimated figures were made. */
  readonly method: { readonly segmentWeight: string; readonly linkWeight: string; readonly essential: string }
  readonly sources: readonly ChainSource[]
  readonly stages: readonly ChainStage[]
  readonly segments: readonly ChainSegment[]
  readonly links: readonly ChainLink[]
}
