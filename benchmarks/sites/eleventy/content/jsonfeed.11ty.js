export const data = { permalink: "feeds/all.json", eleventyExcludeFromCollections: true };

export function render({ site, collections }) {
    const items = collections.newest.slice(0, 50).map((post) => ({
        id: site.url + post.url,
        url: site.url + post.url,
        title: post.data.title,
        summary: post.data.description,
        content_html: post.content,
        date_published: post.date.toISOString(),
        tags: post.data.labels,
    }));
    const home = { home_page_url: `${site.url}/`, feed_url: `${site.url}/feeds/all.json` };
    return JSON.stringify({ version: "https://jsonfeed.org/version/1.1", title: site.title, ...home, items });
}
