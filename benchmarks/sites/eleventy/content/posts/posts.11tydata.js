// Eleventy makes a collection of each of its `tags`, where the template wants names: hence `labels`.
export default {
    layout: "post.njk",
    eleventyComputed: {
        labels: ({ tags }) => tags,
        permalink: ({ page, slug }) => `/${page.date.toISOString().slice(0, 7).replace("-", "/")}/${slug}/`,
    },
};
