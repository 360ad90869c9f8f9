package io.trackmc.cli.fileset;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A directory of this machine's disk as one of a disk that takes letters of either case for the same: it keeps small ones. */
final class FoldingFileSystem extends FileSystem {

    private final Path real;
    private final FileSystem below;
    private final Folder provider;

    private FoldingFileSystem(Path real) {
        this.real = real;
        this.below = real.getFileSystem();
        this.provider = new Folder();
    }

    /** The directory, as it is seen there. */
    static Path of(Path directory) throws IOException {
        Path real = directory.toRealPath();
        return new FoldingPath(new FoldingFileSystem(real), real);
    }

    private Path wrap(Path path) {
        return new FoldingPath(this, path);
    }

    private static Path given(Path path) {
        return path instanceof FoldingPath folding ? folding.path() : path;
    }

    /** Where it lies truly. */
    private Path folded(Path path) {
        Path given = given(path);
        return given.startsWith(real)
                ? real.resolve(real.relativize(given).toString().toLowerCase(Locale.ROOT)) : given;
    }

    @Override
    public FileSystemProvider provider() {
        return provider;
    }

    @Override
    public void close() {}

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public boolean isReadOnly() {
        return false;
    }

    @Override
    public String getSeparator() {
        return below.getSeparator();
    }

    @Override
    public Iterable<Path> getRootDirectories() {
        return List.of();
    }

    @Override
    public Iterable<FileStore> getFileStores() {
        return below.getFileStores();
    }

    @Override
    public Set<String> supportedFileAttributeViews() {
        return below.supportedFileAttributeViews();
    }

    @Override
    public Path getPath(String first, String... more) {
        return wrap(below.getPath(first, more));
    }

    @Override
    public PathMatcher getPathMatcher(String pattern) {
        throw new UnsupportedOperationException();
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService() {
        return below.getUserPrincipalLookupService();
    }

    @Override
    public WatchService newWatchService() {
        throw new UnsupportedOperationException();
    }

    private final class Folder extends FileSystemProvider {

        private final FileSystemProvider to = below.provider();

        @Override
        public String getScheme() {
            return "folding";
        }

        @Override
        public FileSystem newFileSystem(URI uri, Map<String, ?> settings) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileSystem getFileSystem(URI uri) {
            return FoldingFileSystem.this;
        }

        @Override
        public Path getPath(URI uri) {
            throw new UnsupportedOperationException();
        }

        @Override
        public SeekableByteChannel newByteChannel(Path path, Set<? extends OpenOption> options,
                FileAttribute<?>... with)
                throws IOException {
            return to.newByteChannel(folded(path), options, with);
        }

        @Override
        public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... with)
                throws IOException {
            return to.newFileChannel(folded(path), options, with);
        }

        @Override
        public DirectoryStream<Path> newDirectoryStream(Path path, DirectoryStream.Filter<? super Path> filter)
                throws IOException {
            DirectoryStream<Path> all = to.newDirectoryStream(folded(path), each -> filter.accept(wrap(each)));
            UnaryOperator<Path> wrap = FoldingFileSystem.this::wrap;
            return new DirectoryStream<>() {
                @Override
                public Iterator<Path> iterator() {
                    Iterator<Path> from = all.iterator();
                    return new Iterator<>() {
                        @Override
                        public boolean hasNext() {
                            return from.hasNext();
                        }

                        @Override
                        public Path next() {
                            return wrap.apply(from.next());
                        }
                    };
                }

                @Override
                public void close() throws IOException {
                    all.close();
                }
            };
        }

        @Override
        public void createDirectory(Path path, FileAttribute<?>... with) throws IOException {
            to.createDirectory(folded(path), with);
        }

        @Override
        public void createLink(Path link, Path existing) throws IOException {
            to.createLink(folded(link), folded(existing));
        }

        @Override
        public void delete(Path path) throws IOException {
            to.delete(folded(path));
        }

        @Override
        public void copy(Path source, Path target, CopyOption... options) throws IOException {
            to.copy(folded(source), folded(target), options);
        }

        @Override
        public void move(Path source, Path target, CopyOption... options) throws IOException {
            to.move(folded(source), folded(target), options);
        }

        @Override
        public boolean isSameFile(Path a, Path b) throws IOException {
            return to.isSameFile(folded(a), folded(b));
        }

        @Override
        public boolean isHidden(Path path) throws IOException {
            return to.isHidden(folded(path));
        }

        @Override
        public FileStore getFileStore(Path path) throws IOException {
            return to.getFileStore(folded(path));
        }

        @Override
        public void checkAccess(Path path, AccessMode... modes) throws IOException {
            to.checkAccess(folded(path), modes);
        }

        @Override
        public <V extends FileAttributeView> V getFileAttributeView(Path path, Class<V> type, LinkOption... options) {
            return to.getFileAttributeView(folded(path), type, options);
        }

        @Override
        public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
                throws IOException {
            return to.readAttributes(folded(path), type, options);
        }

        @Override
        public Map<String, Object> readAttributes(Path path, String which, LinkOption... options) throws IOException {
            return to.readAttributes(folded(path), which, options);
        }

        @Override
        public void setAttribute(Path path, String which, Object value, LinkOption... options) throws IOException {
            to.setAttribute(folded(path), which, value, options);
        }
    }
}
