/// XML in and out. In: small documents from strangers, without DTDs or entities, within bounds of size, depth
/// and number ([torc.proxy.s3.xml.XmlParser]). Out: [torc.proxy.s3.xml.XmlText].
@NullMarked
package torc.proxy.s3.xml;

import org.jspecify.annotations.NullMarked;
