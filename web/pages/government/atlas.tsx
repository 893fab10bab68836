/** 五图五清单: a chain in a region on ten printable sheets, generated from the warehouses. */
import { useChainGraph, useChains } from '../../data/queries.ts'
import { useAtlas, type Atlas, type AtlasTable } from '../../data/atlas.ts'
import type { ChainGraph } from '../../../server/api/schemas/chain.ts'
import { Answer } from '../../parts/answer.tsx'
import { EmptyState } from '../../parts/empty-state.tsx'
import { EnterpriseDrawer } from '../../parts/enterprise-drawer.tsx'
import { useAddressState } from '../../shell/address-state.ts'
import { useScope } from '../../shell/scope.tsx'
import { ApplicationFigure } from './atlas/application-figure.tsx'
import { AttractionFigure } from './atlas/attraction-figure.tsx'
import { ChainFigure } from './atlas/chain-figure.tsx'
import { Cover } from './atlas/cover.tsx'
import { DistributionFigure } from './atlas/distribution-figure.tsx'
import { ListSheet } from './atlas/list-sheet.tsx'
import { useSheetMarks } from './atlas/print-marks.ts'
import { Sheet } from './atlas/sheet.tsx'
import { TechnologyFigure } from './atlas/technology-figure.tsx'
import styles from './atlas/atlas.module.css'

export default function AtlasPage() {
  const { query } = useScope()
  const chains = useChains()
  const atlas = useAtlas(query)
  const graph = useChainGraph(query)
  const { get, set } = useAddressState()
  const enterprise = get('enterprise')
  if (chains.data?.items.length === 0) {
    return (
      <EmptyState
        title="尚未载入产业链"
        detail="产业链标准库载入后，这里生成五图五清单。"
        supplier="平台运营单位"
      />
    )
  }
  return (
    <>
      <Answer of={atlas} title="正在生成五图五清单">
        {(data) => (
          <Answer of={graph} title="正在读取产业链">
            {(chain) => (
              <Sheets
                atlas={data}
                graph={chain}
                onFirm={(creditCode) => set({ enterprise: creditCode }, true)}
              />
            )}
          </Answer>
        )}
      </Answer>
      {enterprise !== null && (
        <EnterpriseDrawer creditCode={enterprise} onClose={() => set({ enterprise: null })} />
      )}
    </>
  )
}

interface SheetsProps {
  readonly atlas: Atlas
  readonly graph: ChainGraph
  readonly onFirm: (creditCode: string) => void
}

function Sheets({ atlas, graph, onFirm }: SheetsProps) {
  useSheetMarks(atlas)
  return (
    <div className={styles.page} data-print="page">
      <Cover atlas={atlas} />
      {atlas.figures.map((table, index) => (
        <Sheet key={table.id} atlas={atlas} table={table} mark={`图 ${index + 1}`}>
          <Figure table={table} graph={graph} onFirm={onFirm} />
        </Sheet>
      ))}
      {atlas.lists.map((table, index) => (
        <Sheet key={table.id} atlas={atlas} table={table} mark={`清单 ${index + 1}`}>
          <ListSheet atlas={atlas} table={table} onFirm={onFirm} />
        </Sheet>
      ))}
    </div>
  )
}

function Figure({
  table,
  graph,
  onFirm,
}: {
  readonly table: AtlasTable
  readonly graph: ChainGraph
  readonly onFirm: (creditCode: string) => void
}) {
  switch (table.id) {
    case 'chain':
      return <ChainFigure graph={graph} />
    case 'technology':
      return <TechnologyFigure table={table} graph={graph} onFirm={onFirm} />
    case 'application':
      return <ApplicationFigure graph={graph} />
    case 'distribution':
      return <DistributionFigure table={table} />
    default:
      return <AttractionFigure table={table} onFirm={onFirm} />
  }
}
