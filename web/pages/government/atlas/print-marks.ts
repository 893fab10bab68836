/**
 * What stands in the margins of every printed page: whose figures, as of when, 演示数据, page numbers. Margin boxes
 * take no text from the document, so the rule is made for the answer shown and goes with the page.
 */
import { useEffect } from 'react'
import type { Atlas } from '../../../data/atlas.ts'
import { realmTitles } from '../../../data/vocabulary.ts'

export function useSheetMarks({ chain, region, asOf, realm, sources }: Atlas): void {
  const left = `${region.name} ${chain.title}产业链五图五清单　截至 ${asOf}`
  const right =
    realm === 'demonstration' ? `${realmTitles[realm]}（虚构，不代表任何真实企业）` : realmTitles[realm]
  const loaded = sources.filter(({ until }) => until !== null)
  const foot = `来源：${loaded.map(({ title, until }) => `${title} ${until ?? ''}`).join('；')}；产业链标准库 ${chain.version}`
  useEffect(() => {
    const sheet = new CSSStyleSheet()
    const look = `font: 9px ${getComputedStyle(document.documentElement).getPropertyValue('--font')}; color: #566577;`
    sheet.replaceSync(`@page {
      margin: 15mm 12mm 16mm;
      @top-left { content: ${quoted(left)}; ${look} white-space: nowrap; }
      @top-right { content: ${quoted(right)}; ${look} white-space: nowrap; font-weight: 700; }
      @bottom-left { content: ${quoted(foot)}; ${look} width: 88%; text-align: left; vertical-align: top; padding-top: 2mm; }
      @bottom-right { content: counter(page) " / " counter(pages); ${look} vertical-align: top; padding-top: 2mm; }
    }`)
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
    return () => {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet)
    }
  }, [left, right, foot])
}

/** A CSS string: names come from data. */
function quoted(text: string): string {
  return `"${text.replaceAll(/[\\"]/g, String.raw`\$&`).replaceAll(/[\n\r\f]/g, ' ')}"`
}
