use super::*;

fn bundle(files: &[(&str, &str)]) -> Result<String, AssetError> {
    let find = |name: &str| files.iter().find(|(file, _)| *file == name).map(|(_, text)| (*text).to_owned());
    css(files[0].0, &find)
}

#[test]
fn imports_become_one_sheet_with_its_layers() {
    let sheet = bundle(&[
        (
            "css/site.css",
            "@layer base, parts;\n@import \"base.css\" layer(base);\n@import \"parts/a.css\" layer(parts);\nb { color: red }\n",
        ),
        ("css/base.css", "/* note */ p { margin: 0px 0px }\n"),
        ("css/parts/a.css", "@import \"../b.css\";\n.a { color: #ff0000 }\n"),
        ("css/b.css", ".b { top: 0 }"),
    ]);
    assert_eq!(
        sheet.expect("good CSS"),
        "@layer base{p{margin:0}}@layer parts{.b{top:0}.a{color:red}}b{color:red}"
    );
}

#[test]
fn what_all_browsers_know_stays() {
    let sheet = bundle(&[(
        "a.css",
        ":root{color-scheme:light dark;--x:light-dark(#fff,#000)}.a{color:light-dark(red,blue);&:hover{top:0}}",
    )])
    .expect("good CSS");
    assert!(sheet.contains("light-dark("), "{sheet}");
    assert!(sheet.contains(".a:hover{top:0}"), "{sheet}");
    assert!(!sheet.contains("--lightningcss"), "{sheet}");
}

#[test]
fn mistakes_in_css_say_where() {
    let missing = bundle(&[("css/a.css", "@layer x;\n  @import \"nope.css\";\n")]);
    let missing = missing.expect_err("no such file");
    assert_eq!((missing.file.as_str(), missing.line, missing.column), ("css/a.css", 2, 3));
    assert!(missing.message.contains("`css/nope.css`"), "{missing}");

    let broken = bundle(&[("a.css", "@import \"b.css\";"), ("b.css", "p { color: red }\n}\n")]);
    let broken = broken.expect_err("not CSS");
    assert_eq!((broken.file.as_str(), broken.line), ("b.css", 3), "{broken}");

    let away = bundle(&[("a.css", "@import \"https://example.org/x.css\";")]).expect_err("away");
    assert!(away.message.contains("another site"), "{away}");
    let out = bundle(&[("a.css", "@import \"../../x.css\";")]).expect_err("outside");
    assert!(out.message.contains("outside"), "{out}");
    let none = css("a.css", &|_| None).expect_err("no such file");
    assert_eq!((none.line, none.column), (1, 1));
}

#[test]
fn a_circle_of_imports_ends() {
    let sheet = bundle(&[("a.css", "@import \"b.css\";a{top:0}"), ("b.css", "@import \"a.css\";b{top:0}")]);
    assert_eq!(sheet.expect("good CSS"), "b{top:0}a{top:0}");
}

/// What `wasm-bindgen --target web` writes, in small.
const GLUE: &str = r#"
let wasm;
let cachedUint8ArrayMemory0 = null;
function getUint8ArrayMemory0() {
    if (cachedUint8ArrayMemory0 === null || cachedUint8ArrayMemory0.byteLength === 0) {
        cachedUint8ArrayMemory0 = new Uint8Array(wasm.memory.buffer);
    }
    return cachedUint8ArrayMemory0;
}
const cachedTextDecoder = (typeof TextDecoder !== 'undefined' ? new TextDecoder('utf-8', { ignoreBOM: true, fatal: true }) : { decode: () => { throw Error('TextDecoder not available') } } );
function getStringFromWasm0(ptr, len) {
    ptr = ptr >>> 0;
    return cachedTextDecoder.decode(getUint8ArrayMemory0().subarray(ptr, ptr + len));
}
/**
 * @param {Element} root
 */
export function hydrate(root) {
    wasm.hydrate(root);
}
const Finalization = (typeof FinalizationRegistry === 'undefined')
    ? { register: () => {}, unregister: () => {} }
    : new FinalizationRegistry(ptr => wasm.__wbg_view_free(ptr >>> 0, 1));
export class View {
    constructor(count) { this.__wbg_ptr = count >>> 0; Finalization.register(this, this.__wbg_ptr, this); }
    free() { const ptr = this.__wbg_ptr; this.__wbg_ptr = 0; Finalization.unregister(this); wasm.__wbg_view_free(ptr, 0); }
}
async function __wbg_load(module, imports) {
    if (typeof Response === 'function' && module instanceof Response) {
        if (typeof WebAssembly.instantiateStreaming === 'function') {
            try {
                return await WebAssembly.instantiateStreaming(module, imports);
            } catch (e) {
                if (module.headers.get('Content-Type') != 'application/wasm') {
                    console.warn("`WebAssembly.instantiateStreaming` failed because your server does not serve Wasm with `application/wasm` MIME type.", e);
                } else {
                    throw e;
                }
            }
        }
        const bytes = await module.arrayBuffer();
        return await WebAssembly.instantiate(bytes, imports);
    } else {
        const instance = await WebAssembly.instantiate(module, imports);
        return instance instanceof WebAssembly.Instance ? { instance, module } : instance;
    }
}
function __wbg_get_imports() {
    const imports = {};
    imports.wbg = {};
    imports.wbg.__wbg_log_1 = function(arg0, arg1) { console.log(getStringFromWasm0(arg0, arg1)); };
    imports.wbg.__wbindgen_init_externref_table = function() {
        const table = wasm.__wbindgen_export_0;
        const offset = table.grow(4);
        table.set(offset + 0, undefined);
    };
    return imports;
}
function __wbg_finalize_init(instance, module) {
    wasm = instance.exports;
    __wbg_init.__wbindgen_wasm_module = module;
    cachedUint8ArrayMemory0 = null;
    wasm.__wbindgen_start();
    return wasm;
}
async function __wbg_init(module_or_path) {
    if (wasm !== undefined) return wasm;
    if (typeof module_or_path !== 'undefined') {
        if (Object.getPrototypeOf(module_or_path) === Object.prototype) {
            ({module_or_path} = module_or_path)
        } else {
            console.warn('using deprecated parameters for the initialization function; pass a single object instead')
        }
    }
    const imports = __wbg_get_imports();
    if (typeof module_or_path === 'string' || (typeof URL === 'function' && module_or_path instanceof URL)) {
        module_or_path = fetch(module_or_path);
    }
    const { instance, module } = await __wbg_load(await module_or_path, imports);
    return __wbg_finalize_init(instance, module);
}
export { __wbg_init as default };
"#;

#[test]
fn the_glue_keeps_what_the_browser_and_the_module_ask_for() {
    let small = js(GLUE, "widgets.js", true).expect("good JavaScript");
    assert!(small.len() * 100 < GLUE.len() * 65, "{} of {} bytes", small.len(), GLUE.len());
    // Names that the other side knows: exports, imports of the module, properties.
    for name in [
        "export function hydrate(",
        "export class View",
        "as default",
        "__wbg_log_1",
        "__wbindgen_init_externref_table",
        "__wbindgen_start",
        "module_or_path",
        "instantiateStreaming",
        "application/wasm",
        "__wbg_ptr",
        "__wbg_view_free",
    ] {
        assert!(small.contains(name), "`{name}` is missing in {small}");
    }
    assert!(!small.contains("cachedUint8ArrayMemory0"), "{small}");
    assert!(!small.contains("@param"), "{small}");
    assert_eq!(js(&small, "again.js", true).map(|again| again.len() <= small.len()), Ok(true));
}

#[test]
fn the_same_script_gives_the_same_bytes() {
    assert_eq!(js(GLUE, "a.js", true), js(GLUE, "b.js", true));
}

#[test]
fn modules_keep_imports_and_what_they_do() {
    let small = js(
        "import init, { hydrate as start } from \"./widgets.js\";\nconst url = new URL(\"x.wasm\", import.meta.url);\nawait init({ module_or_path: url });\nfor (const island of document.querySelectorAll(\"[data-island]\")) start(island);\n",
        "islands.js",
        true,
    )
    .expect("good JavaScript");
    assert!(small.contains("from\"./widgets.js\""), "{small}");
    assert!(small.contains("import.meta.url") && small.contains("await"), "{small}");
    assert!(
        small.contains("querySelectorAll(`[data-island]`)")
            || small.contains("querySelectorAll(\"[data-island]\")"),
        "{small}"
    );
}

#[test]
fn the_names_of_a_classic_script_stay() {
    let small = js("var theme = 1;\nfunction setTheme(name) { theme = name; }\n", "theme.js", false)
        .expect("good JavaScript");
    assert!(small.contains("theme") && small.contains("function setTheme("), "{small}");
    assert!(!small.contains("name"), "{small}");
}

#[test]
fn mistakes_in_scripts_say_where() {
    let error = js("let a = 1;\nlet é = = 2;\n", "page.js", true).expect_err("not JavaScript");
    assert_eq!((error.file.as_str(), error.line), ("page.js", 2), "{error}");
    assert_eq!(error.column, 9);
    assert!(!error.message.is_empty());
}
