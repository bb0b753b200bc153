package io.pilab.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Reads a text file that a person wrote. */
final class TextFile {
    private static final int LARGEST = 1 << 20;

    private TextFile() {}

    /**
     * The file's text.
     *
     * @param whenMissing the cure for a missing file
     */
    static String read(Path file, String whenMissing) {
        if (Files.isDirectory(file)) {
            throw invalid(file, "this is a directory; name a file in it");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw invalid(file, "larger than 1 MiB; is this the file you mean?");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (NoSuchFileException e) {
            throw invalid(file, "there is no such file; " + whenMissing);
        } catch (CharacterCodingException e) {
            throw invalid(file, "not UTF-8 text; save it as UTF-8");
        } catch (IOException e) {
            throw invalid(file, "cannot be read: " + e.getClass().getSimpleName() + "; check its permissions");
        }
    }

    private static InvalidFileException invalid(Path file, String message) {
        return new InvalidFileException(List.of(new Problem(file.toString(), 0, 0, "", message)));
    }
}
