// The first of the reader's languages that the site speaks; otherwise the first one here.
const spoken = [...document.querySelectorAll('a[lang]')].map((link) => link.lang);
const wanted = navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase());
const language = wanted.find((tag) => spoken.includes(tag)) ?? spoken[0];
location.replace(new URL(`${language}/${location.search}${location.hash}`, location.href));
