import { Type, type Static } from 'typebox'
import { List } from './shared.ts'

const Page = Type.String({
  pattern: '^(government|enterprise|platform)/[a-z-]{1,40}$',
  description: '页面，如 government/chain-map',
})
const Name = Type.String({ minLength: 1, maxLength: 40, pattern: '\\S', description: '视图名称' })
const Address = Type.String({
  maxLength: 2000,
  description: '页面地址“?”之后的部分：地区、截至、选中的环节等',
})

export const SavedViewQuery = Type.Object({ page: Page })
export const NewSavedView = Type.Object({ page: Page, name: Name, address: Address })
export type NewSavedView = Static<typeof NewSavedView>

export const SavedView = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  address: Type.String(),
  createdAt: Type.String(),
})
export type SavedView = Static<typeof SavedView>
export const SavedViewList = List(SavedView)
export type SavedViewList = Static<typeof SavedViewList>
