package torc.proxy.s3.answer;

import torc.common.identity.Caller.Project;
import torc.proxy.s3.xml.XmlText;

/// Owners in documents: the project is the canonical user of S3.
public final class Owners {
    private Owners() {}

    /// @param element `Owner` or `Initiator`
    public static void append(XmlText xml, String element, Project project) {
        xml.open(element)
                .element("ID", project.id())
                .element("DisplayName", project.name())
                .close(element);
    }
}
