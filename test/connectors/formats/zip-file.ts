import { crc32, deflateRawSync } from 'node:zlib'

export interface PackedFile {
  readonly name: string
  readonly content: string | Buffer
  /** What the directory says, where it is to lie. */
  readonly claimedSize?: number
  readonly encrypted?: boolean
}

/** A zip archive in memory, with the lies a test asks for. */
export function zipOf(files: readonly PackedFile[]): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const file of files) {
    const bytes = Buffer.from(file.content)
    const packed = deflateRawSync(bytes)
    const name = Buffer.from(file.name)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(file.encrypted === true ? 1 : 0, 2)
    common.writeUInt16LE(8, 4)
    common.writeUInt32LE(crc32(bytes), 10)
    common.writeUInt32LE(packed.length, 14)
    common.writeUInt32LE(file.claimedSize ?? bytes.length, 18)
    common.writeUInt16LE(name.length, 22)
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), common, name, packed])
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(offset, 10)
    directory.push(Buffer.concat([Buffer.from('PK\u0001\u0002\u0014\u0000'), common, tail, name]))
    parts.push(local)
    offset += local.length
  }
  const entries = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\u0005\u0006', 'latin1')
  end.writeUInt16LE(files.length, 8)
  end.writeUInt16LE(files.length, 10)
  end.writeUInt32LE(entries.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...parts, entries, end])
}

export interface SheetXml {
  readonly name: string
  /** Content of sheetData. */
  readonly rows: string
  readonly state?: string
}

export interface WorkbookXml {
  readonly sheets: readonly SheetXml[]
  readonly date1904?: boolean
  readonly sharedStrings?: readonly string[]
  /** numFmtId of each cell style, and formats declared by id. */
  readonly styles?: { readonly cells: readonly number[]; readonly formats?: Readonly<Record<number, string>> }
}

const spreadsheet = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const relation = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

/** A workbook written by hand: what no library would write, but files in the wild contain. */
export function workbookOf({ sheets, date1904, sharedStrings, styles }: WorkbookXml): Buffer {
  const files: PackedFile[] = [
    {
      name: 'xl/workbook.xml',
      content: `<?xml version="1.0"?><workbook xmlns="${spreadsheet}" xmlns:r="${relation}"><workbookPr date1904="${date1904 === true ? 1 : 0}"/><sheets>${sheets
        .map(
          ({ name, state = 'visible' }, at) =>
            `<sheet name="${name}" sheetId="${at + 1}" state="${state}" r:id="rId${at + 1}"/>`,
        )
        .join('')}</sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content: `<Relationships>${sheets
        .map(
          (_, at) =>
            `<Relationship Id="rId${at + 1}" Type="${relation}/worksheet" Target="worksheets/sheet${at + 1}.xml"/>`,
        )
        .join('')}</Relationships>`,
    },
    ...sheets.map(({ rows }, at) => ({
      name: `xl/worksheets/sheet${at + 1}.xml`,
      content: `<?xml version="1.0" encoding="UTF-8"?>\n<x:worksheet xmlns:x="${spreadsheet}"><x:sheetData>${rows}</x:sheetData></x:worksheet>`,
    })),
  ]
  if (sharedStrings !== undefined) {
    files.push({
      name: 'xl/sharedStrings.xml',
      content: `<sst>${sharedStrings.map((text) => `<si>${text}</si>`).join('')}</sst>`,
    })
  }
  if (styles !== undefined) {
    const formats = Object.entries(styles.formats ?? {})
      .map(([id, code]) => `<numFmt numFmtId="${id}" formatCode="${code.replaceAll('"', '&quot;')}"/>`)
      .join('')
    files.push({
      name: 'xl/styles.xml',
      content: `<styleSheet><numFmts>${formats}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>${styles.cells
        .map((id) => `<xf numFmtId="${id}"/>`)
        .join('')}</cellXfs></styleSheet>`,
    })
  }
  return zipOf(files)
}
