"""One endpoint as documentation tools write it in HTML; ``{p}`` is the path. Each page states the same facts."""

ANSWER = '{"code": "0", "msg": "", "data": [{"ordId": "7", "ts": "1"}]}'

PAGES: dict[str, str] = {
    "Swagger UI": """<div class="opblock opblock-post is-open"><div class="opblock-summary"><button class="opblock-summary-control"><span class="opblock-summary-method">POST</span><div><span class="opblock-summary-path" data-path="{p}"><a class="nostyle" href="#/x"><span>{w}</span></a></span><div class="opblock-summary-description">Place order</div></div></button></div>
<div class="opblock-body"><div class="opblock-section-header"><h4 class="opblock-title"><span>Parameters</span></h4><div class="try-out"><button>Try it out </button></div></div>
<table class="parameters"><thead><tr><th class="parameters-col_name">Name</th><th class="parameters-col_description">Description</th></tr></thead><tbody>
<tr><td class="parameters-col_name"><div class="parameter__name required">symbol<span>&nbsp;*</span></div><div class="parameter__type">string</div><div class="parameter__in">(query)</div></td><td><div class="renderedMarkdown"><p>Symbol</p></div></td></tr>
<tr><td class="parameters-col_name"><div class="parameter__name">side</div><div class="parameter__type">string</div><div class="parameter__in">(query)</div></td><td><div class="renderedMarkdown"><p>Side</p></div><div class="renderedMarkdown"><p><i>Available values</i> : buy, sell</p></div><select><option>--</option><option>buy</option></select></td></tr>
<tr><td class="parameters-col_name"><div class="parameter__name">limit</div><div class="parameter__type">integer($int64)</div><div class="parameter__in">(query)</div></td><td><div class="renderedMarkdown"><p>Rows</p></div><div class="renderedMarkdown"><p><i>Default value</i> : 50</p></div></td></tr>
</tbody></table>
<h4>Responses</h4><table class="responses-table"><thead><tr><td>Code</td><td>Description</td></tr></thead><tbody><tr><td>200</td><td><p>OK</p><pre><code class="language-json">{a}</code></pre></td></tr></tbody></table></div></div>""",
    "ReDoc": """<div><h2><a href="#x"></a>Place order</h2><h5>query Parameters</h5><table><tbody>
<tr><td kind="field" title="symbol"><span></span><span>symbol</span><div>required</div></td><td><div><div><span>string</span></div> <div><p>Symbol</p></div></div></td></tr>
<tr><td kind="field" title="side"><span></span><span>side</span></td><td><div><div><span>string</span></div><div><span>Enum:</span> <span>&quot;buy&quot;</span> <span>&quot;sell&quot;</span></div> <div><p>Side</p></div></div></td></tr>
<tr><td kind="field" title="limit"><span></span><span>limit</span></td><td><div><div><span>integer</span></div><div><span> Default: </span> <span>50</span></div> <div><p>Rows</p></div></div></td></tr>
</tbody></table><h3>Responses</h3><div><button><strong>200 </strong><p>OK</p></button></div>
<div><button><span type="post" class="http-verb post">post</span><span>{p}</span></button></div>
<h3>Response samples</h3><div class="redoc-json"><code><button>-</button><span>{</span><ul><li><div><span>"code"</span>: <span>"0"</span>,</div></li><li><div><span>"msg"</span>: <span>""</span>,</div></li><li><div><span>"data"</span>: <span>[</span><ul><li>{"ordId": "7", "ts": "1"}</li></ul>]</div></li></ul><span>}</span></code></div></div>""",
    "ReadMe": """<h1>Place order</h1><div class="APIHeader"><span class="APIMethod">post</span><div class="APIHeader-url"><span>https://api.venue.example</span><span>{p}</span></div></div>
<form><header><h3>Body Params</h3></header>
<div><div class="Param-header"><label class="Param-name">symbol</label><div class="Param-type">string</div><div class="Param-required">required</div></div><div class="Param-description"><p>Symbol</p></div></div>
<div><div class="Param-header"><label class="Param-name">side</label><div class="Param-type">string</div></div><div class="Param-description"><p>One of <code>buy</code>, <code>sell</code></p></div></div>
<div><div class="Param-header"><label class="Param-name">limit</label><div class="Param-type">integer</div><span>Defaults to 50</span></div><div class="Param-description"><p>Rows</p></div></div></form>
<h3>Response Example</h3><pre><code class="language-json">{a}</code></pre>""",
    "raml2html": """<h4><span class="badge badge_post">post</span> <span class="parent"></span>{p}</h4><h3>Query Parameters</h3><ul>
<li><strong>symbol</strong>: <em>required (string)</em><p>Symbol</p></li>
<li><strong>side</strong>: <em>(one of buy, sell)</em><p>Side</p></li>
<li><strong>limit</strong>: <em>(integer - default: 50)</em><p>Rows</p></li></ul>
<h2>HTTP status code 200</h2><h3>Body</h3><h4>Example</h4><pre><code>{a}</code></pre>""",
    "Swagger2Markup": """<h3>Place order</h3><div class="literalblock"><pre>POST {p}</pre></div><h4>Parameters</h4><table class="tableblock"><thead><tr><th>Type</th><th>Name</th><th>Description</th><th>Schema</th><th>Default</th></tr></thead><tbody>
<tr><td><p><strong>Query</strong></p></td><td><p><strong>symbol</strong><br><em>required</em></p></td><td><p>Symbol</p></td><td><p>string</p></td><td></td></tr>
<tr><td><p><strong>Query</strong></p></td><td><p><strong>side</strong><br><em>optional</em></p></td><td><p>One of <code>buy</code>, <code>sell</code></p></td><td><p>string</p></td><td></td></tr>
<tr><td><p><strong>Query</strong></p></td><td><p><strong>limit</strong><br><em>optional</em></p></td><td><p>Rows</p></td><td><p>integer</p></td><td><p><code>50</code></p></td></tr></tbody></table>
<h4>Example HTTP response</h4><h5>Response 200</h5><pre><code class="language-json">{a}</code></pre>""",
    "apiDoc": """<h1>Place order</h1><span class="type type__post">post</span><pre data-type="post"><code><span class="pln">{p}</span></code></pre><h2>Parameter</h2><table><thead><tr><th>Field</th><th>Type</th><th>Description</th></tr></thead><tbody>
<tr><td class="code">symbol <span class="label">required</span></td><td>String</td><td><p>Symbol</p></td></tr>
<tr><td class="code">side <span class="label">optional</span></td><td>String</td><td><p>Side</p><p>Allowed values: <code>&quot;buy&quot;</code>, <code>&quot;sell&quot;</code></p></td></tr>
<tr><td class="code">limit <span class="label">optional</span></td><td>Integer</td><td><p>Rows</p><p>Default value: <code>50</code></p></td></tr></tbody></table>
<h2>Success Response</h2><pre><code>{a}</code></pre>""",
    "Sphinx": """<h2>Place order<a class="headerlink" href="#x">¶</a></h2><dl class="http post"><dt class="sig"><span class="sig-name"><span class="pre">POST</span> </span><span class="sig-name"><span class="pre">{p}</span></span><a class="headerlink" href="#y">¶</a></dt><dd><p>Places an order.</p>
<dl class="field-list"><dt>Query Parameters<span class="colon">:</span></dt><dd><ul>
<li><p><strong>symbol</strong> (<em>string</em>) – Symbol (required)</p></li>
<li><p><strong>side</strong> (<em>string</em>) – One of <code><span class="pre">buy</span></code>, <code><span class="pre">sell</span></code> (optional)</p></li>
<li><p><strong>limit</strong> (<em>integer</em>) – Rows. Default: <code>50</code>. (optional)</p></li></ul></dd></dl>
<h4>Response Example</h4><pre>HTTP/1.1 200 OK
Content-Type: application/json

{a}</pre></dd></dl>""",
    "Docusaurus OpenAPI": """<h1>Place order</h1><pre class="openapi__method-endpoint"><span class="badge">POST</span> <h2>{p}</h2></pre><h2>Request</h2><details open><summary><h3>Query Parameters</h3></summary><div><ul>
<div><span><strong>symbol</strong><span> string</span><span></span><span>required</span></span><p>Symbol</p></div>
<div><span><strong>side</strong><span> string</span></span><p>Side</p><div><span><strong>Possible values: </strong><span>[<code>buy</code>, <code>sell</code>]</span></span></div></div>
<div><span><strong>limit</strong><span> integer</span></span><p>Rows</p><div><strong>Default value: </strong><span><code>50</code></span></div></div></ul></div></details>
<h2>Responses</h2><h3>Example</h3><pre><code class="language-json">{a}</code></pre>""",
    "OpenAPI Generator": """<h1>Place order</h1><pre data-type="post"><code><span>{p}</span></code></pre><h2>Parameters</h2><div>Query parameters</div><table><tbody><tr><th>Name</th><th>Description</th></tr>
<tr><td>symbol*</td><td><div class="type">String</div><div>Symbol</div><div>Required</div></td></tr>
<tr><td>side</td><td><div class="type">String</div><div>One of <code>buy</code>, <code>sell</code></div></td></tr>
<tr><td>limit</td><td><div class="type">Integer</div><div>Rows</div><div>Default: <code>50</code></div></td></tr></tbody></table>
<h2>Responses</h2><h3>Response Example</h3><pre><code>{a}</code></pre>""",
}  # fmt: skip
