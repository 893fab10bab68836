/**
 * A page is two files side by side: `pages/<audience>/<name>.page.ts`, the declaration that the rail
 * reads at once, and `pages/<audience>/<name>.tsx`, the screen (default export), loaded when it is
 * opened. The path is the identity and the address: pages/government/cockpit → /government/cockpit.
 * Parts of a screen stand in a folder of its name.
 */
import type { ComponentType } from 'react'
import type { Role } from '../../server/api/schemas/session.ts'
import { isAdministrator } from '../data/vocabulary.ts'
import type { IconName } from '../parts/icon.tsx'

export interface PageDeclaration {
  /** As shown in the rail and in the header. */
  readonly title: string
  readonly icon: IconName
  /** Place in the rail of its audience. */
  readonly order: number
  /**
   * Who sees it; absent = everybody, but on the government's side not enterprises, and never the three
   * administrators. The server guards the data.
   */
  readonly roles?: readonly Role[]
  /** false: the page does not depend on region, month, realm and chain; their pickers are not shown. */
  readonly scoped?: boolean
  /** Shown in turn on a wall. */
  readonly wall?: boolean
  /**
   * What it shows, for lineage: stages ('chain', 'fusion', 'migration-watch'), 'metric:<id>' or 'metric:*',
   * 'alert:*', and datasets whose records it lists ('dataset:public/honour'). See docs/lineage.md.
   */
  readonly reads?: readonly string[]
}

export interface Page extends PageDeclaration {
  /** 'government/cockpit' */
  readonly id: string
  readonly path: string
  readonly audience: Audience
  readonly load: () => Promise<{ default: ComponentType }>
}

export const audienceTitles = { government: '政府侧', enterprise: '企业侧', platform: '平台' } as const
export type Audience = keyof typeof audienceTitles

const declarations = import.meta.glob<PageDeclaration>('../pages/*/*.page.ts', {
  eager: true,
  import: 'default',
})
const screens = import.meta.glob<{ default: ComponentType }>('../pages/*/*.tsx')

function isAudience(name: string | undefined): name is Audience {
  return name !== undefined && name in audienceTitles
}

function readPages(): readonly Page[] {
  const pages: Page[] = []
  for (const [file, declaration] of Object.entries(declarations)) {
    const id = file.slice('../pages/'.length, -'.page.ts'.length)
    const load = screens[`../pages/${id}.tsx`]
    const audience = id.split('/')[0]
    // Not a page yet: no dead entries in the rail. test/web/pages.test.ts insists that there are none.
    if (load === undefined || !isAudience(audience)) continue
    pages.push({ ...declaration, id, path: `/${id}`, audience, load })
  }
  return pages.toSorted((a, b) => a.order - b.order)
}

export const pages: readonly Page[] = readPages()

function isFor({ roles, audience }: Page, role: Role): boolean {
  if (roles !== undefined) return roles.includes(role)
  return !isAdministrator(role) && (audience !== 'government' || role !== 'enterprise')
}

/** The pages that a role may open. */
export function pagesOf(role: Role): readonly Page[] {
  return pages.filter((page) => isFor(page, role))
}

/** Whether a role may open the page at an address, for links to it. */
export function isPageOf(role: Role, path: string): boolean {
  return pagesOf(role).some((page) => page.path === path)
}

/** The rail of a role: audiences that have a page for it, in their fixed order. */
export function railOf(role: Role): readonly { readonly title: string; readonly pages: readonly Page[] }[] {
  return (Object.keys(audienceTitles) as Audience[])
    .map((audience) => ({
      title: audienceTitles[audience],
      pages: pagesOf(role).filter((page) => page.audience === audience),
    }))
    .filter((group) => group.pages.length > 0)
}
