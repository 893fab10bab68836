/** An empty file with the right header: the titles of a dataset's columns. */
import type { DatasetDetail } from '../../../../server/api/schemas/dataset.ts'
import { downloadCsv, toCsv } from '../../../parts/csv.ts'
import { Icon } from '../../../parts/icon.tsx'

export function TemplateButton({ dataset }: { readonly dataset: DatasetDetail }) {
  return (
    <button
      type="button"
      className="button button-small"
      onClick={() =>
        downloadCsv(
          `${dataset.title}-模板`,
          `${toCsv(
            dataset.items.map(({ title }) => title),
            [],
          )}\r\n`,
        )
      }
    >
      <Icon name="file" size={13} />
      下载表头模板
    </button>
  )
}
