// The same addresses, lists and feeds as our own site has.
import syntaxHighlight from "@11ty/eleventy-plugin-syntaxhighlight";
import anchor from "markdown-it-anchor";

const PER_PAGE = 10;
const DATE = new Intl.DateTimeFormat("en-NZ", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
const relations = new WeakMap();
const minutesOf = new Map();

export default function (config) {
    config.addPlugin(syntaxHighlight);
    config.amendLibrary("md", (md) => md.set({ typographer: true }).use(anchor, { level: [2, 3] }));
    config.addPassthroughCopy({ static: "theme" });

    config.addCollection("newest", (api) => newest(api));
    config.addCollection("tagTerms", (api) => terms(newest(api), (post) => post.data.labels, "tag"));
    config.addCollection("categoryTerms", (api) => terms(newest(api), (post) => post.data.categories, "category"));
    config.addCollection("tagPages", (api) => paged(terms(newest(api), (post) => post.data.labels, "tag")));
    config.addCollection("categoryPages", (api) => {
        return paged(terms(newest(api), (post) => post.data.categories, "category"));
    });

    config.addFilter("day", (date) => DATE.format(date));
    config.addFilter("iso", (date) => date.toISOString().slice(0, 10));
    config.addFilter("minutes", minutes);
    config.addFilter("sections", (html) => {
        return [...html.matchAll(/<h2 id="([^"]*)"[^>]*>(.*?)<\/h2>/gs)].map(([, id, title]) => ({ id, title }));
    });
    config.addFilter("byYear", (posts) => [...groupedBy(posts, (post) => [post.date.getUTCFullYear()])]);
    config.addFilter("first", (posts, number) => posts.slice(0, number));
    config.addFilter("onward", (posts, url) => onward(posts, url));
    config.addFilter("json", (value) => JSON.stringify(value));
    return { dir: { input: "content", includes: "../_includes" }, markdownTemplateEngine: false };
}

function minutes(html) {
    if (!minutesOf.has(html)) {
        const words = html.replace(/<[^>]*>/g, " ").split(/\s+/).length;
        minutesOf.set(html, Math.max(1, Math.round(words / 220)));
    }
    return minutesOf.get(html);
}

function newest(api) {
    return api.getFilteredByGlob("content/posts/**/*.md").sort((one, other) => other.date - one.date);
}

function slug(name) {
    return name.toLowerCase().replaceAll(" ", "-");
}

function groupedBy(posts, namesOf) {
    const found = new Map();
    for (const post of posts) {
        for (const name of namesOf(post)) {
            if (!found.has(name)) found.set(name, []);
            found.get(name).push(post);
        }
    }
    return found;
}

function terms(posts, namesOf, kind) {
    const found = [...groupedBy(posts, namesOf)].sort(([one], [other]) => (one < other ? -1 : 1));
    return found.map(([name, of]) => ({ name, kind, url: `/${kind}/${slug(name)}/`, posts: of }));
}

function paged(all) {
    return all.flatMap((term) => {
        const count = Math.ceil(term.posts.length / PER_PAGE);
        const address = (number) => (number === 1 ? term.url : `${term.url}page/${number}/`);
        return Array.from({ length: count }, (_, place) => ({
            ...term,
            number: place + 1,
            count,
            url: address(place + 1),
            newer: place > 0 ? address(place) : null,
            older: place + 1 < count ? address(place + 2) : null,
            all: term.posts.length,
            posts: term.posts.slice(place * PER_PAGE, (place + 1) * PER_PAGE),
        }));
    });
}

// The three posts that share most with one, the rarer a tag the more it counts; then what came before and after.
function onward(posts, url) {
    if (!relations.has(posts)) relations.set(posts, indexed(posts));
    const { place, byTag } = relations.get(posts);
    const here = place.get(url);
    const shared = new Map();
    for (const tag of posts[here].data.labels) {
        for (const other of byTag.get(tag)) {
            if (other !== here) shared.set(other, (shared.get(other) ?? 0) + 1 / byTag.get(tag).length);
        }
    }
    const nearest = [...shared].sort(([a, one], [b, other]) => other - one || a - b).slice(0, 3);
    return [
        ...nearest.map(([number]) => ({ post: posts[number], why: "on the same subject" })),
        ...(posts[here + 1] ? [{ post: posts[here + 1], why: "before this" }] : []),
        ...(posts[here - 1] ? [{ post: posts[here - 1], why: "after this" }] : []),
    ];
}

function indexed(posts) {
    const place = new Map(posts.map((post, number) => [post.url, number]));
    const byTag = groupedBy(posts, (post) => post.data.labels);
    return { place, byTag: new Map([...byTag].map(([tag, of]) => [tag, of.map((post) => place.get(post.url))])) };
}
