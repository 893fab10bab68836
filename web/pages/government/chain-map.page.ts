import type { PageDeclaration } from '../../shell/page.ts'

export default { title: '产业全景图谱', icon: 'chain', order: 2, wall: true } satisfies PageDeclaration
