package torc.proxy.s3.xml;

import java.util.List;
import java.util.Optional;

/// An element of a small document: its local name, its text, and the elements in it.
public record XmlElement(String name, String text, List<XmlElement> children) {
    public XmlElement {
        children = List.copyOf(children);
    }

    /// The text of the first child of this name.
    public Optional<String> child(String childName) {
        for (var child : children) {
            if (child.name.equals(childName)) return Optional.of(child.text);
        }
        return Optional.empty();
    }
}
