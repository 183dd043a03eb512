// Reads the blog with types made from its schema. See the README beside this file.
import createClient from "openapi-fetch";
import type { components, paths } from "./schema.js";

type Post = components["schemas"]["PostSummary"];
type Comment = components["schemas"]["Comment"];

const baseUrl = "http://127.0.0.1:8000";

// The second argument leaves out feeds and tables; `data` would be a union with them otherwise.
const blog = createClient<paths, "application/json" | "application/problem+json">({ baseUrl });

/** Yield every post of a tag, page by page. */
export async function* postsOf(tag: string): AsyncGenerator<Post> {
  for (let page = 1, more = true; more; page += 1) {
    const { data, error } = await blog.GET("/api/v1/posts/", {
      params: { query: { tag: [tag], page, page_size: 50, ordering: ["-published_at"] } },
    });
    if (error) throw new Error(error.errors[0]?.detail ?? error.detail);
    yield* data.results;
    more = data.next !== null;
  }
}

/** Return a line for each comment of a post, indented by its depth; null where there is no post. */
export async function thread(ref: string): Promise<string[] | null> {
  const { data, error } = await blog.GET("/api/v1/posts/{ref}/comments/", {
    params: { path: { ref }, query: { view: "tree" } },
  });
  if (error?.status === 404) return null;
  if (error) throw new Error(`${error.title} (${error.request_id})`);
  return data.results.flatMap(lines);
}

function lines(comment: Comment): string[] {
  const who = comment.author?.display_name ?? "(deleted)";
  const line = `${"  ".repeat(comment.depth)}${who}: ${comment.content}`;
  return [line, ...comment.replies.flatMap(lines)];
}

/** Make a token with a password; keep it as you would keep the password. */
export async function signIn(username: string, password: string): Promise<string> {
  const { data, error } = await blog.POST("/api/v1/auth/tokens/", {
    body: { username, password, name: "example", scope: "comment", days: 1 },
  });
  if (error) throw new Error(error.errors[0]?.detail ?? error.detail);
  return data.token;
}

/** Comment on a post; sent twice with the same key, it is one comment. */
export async function comment(token: string, ref: string, content: string, key: string) {
  const { data, error } = await blog.POST("/api/v1/posts/{ref}/comments/", {
    params: { path: { ref }, header: { "Idempotency-Key": key } },
    headers: { authorization: `Bearer ${token}` },
    body: { content },
  });
  if (error) throw new Error(error.errors.map((one) => `${one.pointer}: ${one.detail}`).join("\n"));
  return data;
}

/** Return the token that writes, or null for somebody who is not signed in. */
export async function csrfToken(): Promise<string | null> {
  const { data } = await blog.GET("/api/v1/me/");
  return data?.authenticated ? data.csrf_token : null;
}

/** Return a feed: the same list under the same filters, as text. */
export async function feed(tag: string): Promise<string> {
  const { data, response } = await createClient<paths, "application/atom+xml">({
    baseUrl,
  }).GET("/api/v1/posts/", {
    params: { query: { tag: [tag], format: "atom" } },
    parseAs: "text",
  });
  if (data === undefined) throw new Error(response.statusText);
  return data;
}

for await (const post of postsOf("api")) {
  console.log(`${post.published_at?.slice(0, 10) ?? "no date"}  ${post.title}`);
}
