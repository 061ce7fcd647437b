// Whether GitHub's own descriptions of its API, of github.com and of the newest Enterprise Server, know what is asked:
// node openapi.mjs REQUESTS, a file with a request a line: {"method": …, "path": …, "query": …}.
import { readFileSync, readdirSync } from 'node:fs'

const folder = new URL('./node_modules/@octokit/openapi/generated/', import.meta.url)
const servers = readdirSync(folder).filter((name) => /^ghes-[\d.]+\d\.json$/.test(name))
const newest = servers.sort((a, b) => a.localeCompare(b, 'en', { numeric: true })).at(-1)
const requests = readFileSync(process.argv[2], 'utf8').trim().split('\n').map((line) => JSON.parse(line))
const problems = new Set()
const known = new Set()

for (const file of ['api.github.com.json', newest]) {
    const description = JSON.parse(readFileSync(new URL(file, folder), 'utf8'))
    const paths = Object.keys(description.paths).map((path) => ({ path, parts: path.split('/') }))
    const resolved = (node) => (node.$ref ? node.$ref.slice(2).split('/').reduce((at, part) => at[part], description) : node)
    for (const { method, path, query } of requests) {
        const parts = path.replace(/^\/api\/v3/, '').split('/')
        const fits = (entry) =>
            entry.parts.length === parts.length && entry.parts.every((part, n) => part === parts[n] || (part.startsWith('{') && parts[n]))
        // A part that is written out counts more than one that stands for anything.
        const written = (entry) => entry.parts.filter((part) => !part.startsWith('{')).length
        const found = paths.filter(fits).sort((a, b) => written(b) - written(a))[0]
        const operation = found && description.paths[found.path][method.toLowerCase()]
        if (!operation) {
            problems.add(`${file} does not know ${method} ${path}`)
            continue
        }
        known.add(`${method} ${found.path}`)
        const parameters = (operation.parameters ?? []).map(resolved).filter((parameter) => parameter.in === 'query')
        for (const name of new URLSearchParams(query).keys()) {
            if (!parameters.some((parameter) => parameter.name === name)) problems.add(`${file}: ${method} ${found.path} has no parameter ${name}`)
        }
    }
    // What is read of the answers.
    const member = (path, status, members) => {
        let schema = resolved(description.paths[path].get.responses[status].content['application/json'].schema)
        for (const name of members) {
            schema = resolved(schema.type === 'array' ? schema.items : schema)
            schema = schema.properties?.[name] ?? schema.anyOf?.map(resolved).find((one) => one.properties?.[name])?.properties[name]
            if (!schema) return problems.add(`${file}: the answer of GET ${path} has no ${members.join('.')}`)
            schema = resolved(schema)
        }
        return schema
    }
    const [commit, compare] = ['/repos/{owner}/{repo}/commits/{ref}', '/repos/{owner}/{repo}/compare/{basehead}']
    for (const path of ['sha', 'parents.sha', 'commit.message', 'commit.author.name', 'commit.committer.date', 'files.filename', 'files.previous_filename'])
        member(commit, '200', path.split('.'))
    for (const path of ['total_commits', 'merge_base_commit.sha', 'commits.sha']) member(compare, '200', path.split('.'))
    for (const path of ['name', 'commit.sha']) member('/repos/{owner}/{repo}/tags', '200', path.split('.'))
    const words = member(compare, '200', ['status'])?.enum ?? []
    if ([...words].sort().join() !== 'ahead,behind,diverged,identical') problems.add(`${file}: a comparison's status is one of ${words}`)
}
if (problems.size > 0) {
    console.error([...problems].join('\n'))
    process.exit(1)
}
console.log(`${requests.length} requests of ${known.size} kinds are known to github.com and ${newest.replace('.json', '')}:`)
for (const kind of [...known].sort()) console.log(`  ${kind}`)
