//! A tree of SVG elements.
//!
//! In: SVG as the renderer writes it (no comments, no declarations, values in double quotes).
//! Out: elements, attributes and texts, texts and values still escaped.

#[derive(Debug, Default)]
pub(super) struct Element {
    pub(super) name: String,
    pub(super) attributes: Vec<(String, String)>,
    pub(super) children: Vec<Node>,
}

#[derive(Debug)]
pub(super) enum Node {
    Element(Element),
    Text(String),
}

impl Element {
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn number(&self, name: &str) -> Option<f32> {
        self.attribute(name)?.parse().ok()
    }

    /// The lines of a text: one for each `tspan`, or the text itself.
    pub(super) fn lines(&self) -> Vec<&str> {
        let texts = self.children.iter().map(|child| match child {
            Node::Text(text) => text.as_str(),
            Node::Element(span) => span.text().unwrap_or_default(),
        });
        texts.collect()
    }

    /// The line of a text that has only one, so that it needs no `tspan`.
    pub(super) fn only_line(&self) -> Option<&str> {
        match self.children.as_slice() {
            [Node::Element(span)] if self.name == "text" && span.name == "tspan" => span.text(),
            _ => None,
        }
    }

    fn text(&self) -> Option<&str> {
        match self.children.as_slice() {
            [] => Some(""),
            [Node::Text(text)] => Some(text),
            _ => None,
        }
    }
}

/// The root element, or `None` if the text is not well formed.
pub(super) fn parse(svg: &str) -> Option<Element> {
    let mut open: Vec<Element> = vec![Element::default()];
    let mut rest = svg.trim();
    while let Some((text, after)) = rest.split_once('<') {
        if !text.is_empty() {
            open.last_mut()?.children.push(Node::Text(text.to_owned()));
        }
        let (tag, after) = after.split_once('>')?;
        rest = after;
        if let Some(name) = tag.strip_prefix('/') {
            let element = open.pop().filter(|element| element.name == name.trim())?;
            open.last_mut()?.children.push(Node::Element(element));
            continue;
        }
        let (body, is_empty) = tag.strip_suffix('/').map_or((tag, false), |body| (body, true));
        let element = start_tag(body)?;
        if is_empty {
            open.last_mut()?.children.push(Node::Element(element));
        } else {
            open.push(element);
        }
    }
    let mut document = open.pop().filter(|_| open.is_empty())?;
    match (document.children.pop()?, document.children.is_empty()) {
        (Node::Element(root), true) if root.name == "svg" => Some(root),
        _ => None,
    }
}

fn start_tag(body: &str) -> Option<Element> {
    let body = body.trim();
    let (name, mut rest) = body.split_once(char::is_whitespace).unwrap_or((body, ""));
    let mut element = Element { name: name.to_owned(), ..Element::default() };
    while let Some((key, after)) = rest.split_once("=\"") {
        let (value, after) = after.split_once('"')?;
        element.attributes.push((key.trim().to_owned(), value.to_owned()));
        rest = after;
    }
    rest.trim().is_empty().then_some(element)
}
